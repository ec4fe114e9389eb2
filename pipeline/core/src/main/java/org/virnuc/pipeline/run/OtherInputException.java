package org.virnuc.pipeline.run;

import java.nio.file.Path;
import org.virnuc.engine.UsageException;

/** A run directory that holds a run on other inputs, whose results would be overwritten. */
public final class OtherInputException extends UsageException {
    private static final long serialVersionUID = 1L;

    private final String found;

    OtherInputException(Path directory, String inputs) {
        this(directory + " holds a run on " + inputs, "give another directory with `output`, or `force` to replace it");
    }

    private OtherInputException(String found, String advice) {
        super(found + "; " + advice);
        this.found = found;
    }

    /** Returns this exception with advice for a command that names its run directory differently. */
    public OtherInputException advising(String advice) {
        return new OtherInputException(found, advice);
    }
}
