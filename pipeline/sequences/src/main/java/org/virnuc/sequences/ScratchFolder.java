package org.virnuc.sequences;

import java.io.IOException;
import java.nio.file.Path;

/** Supplies a folder for temporary files, only when one is needed. */
@FunctionalInterface
public interface ScratchFolder {

    /** Returns an existing folder. Its owner deletes what remains in it. */
    Path path() throws IOException;

    /** A supplier for sequences known to be short. Requesting its folder is a bug. */
    static ScratchFolder none() {
        return () -> {
            throw new IOException("a record of a work file is longer than any this program writes");
        };
    }
}
