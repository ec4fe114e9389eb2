package org.virnuc.pipeline.run;

import java.nio.file.Path;
import org.virnuc.engine.UsageException;

/** A run directory holds a run on other inputs, whose results would be replaced unasked. */
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

    /** The same from a command whose run directory is named otherwise; {@code advice} says what to do there. */
    public OtherInputException advising(String advice) {
        return new OtherInputException(found, advice);
    }
}
