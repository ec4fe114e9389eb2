package org.virnuc.sequences;

import java.io.IOException;
import java.nio.file.Path;

/** Names a folder for temporary files; asked only when one is needed. */
@FunctionalInterface
public interface ScratchFolder {

    /** The folder, which exists. Whoever gave it removes what is left in it. */
    Path path() throws IOException;

    /** For sequences that are known to be short: asking for the folder is a mistake. */
    static ScratchFolder none() {
        return () -> {
            throw new IOException("a record of a work file is longer than any this program writes");
        };
    }
}
