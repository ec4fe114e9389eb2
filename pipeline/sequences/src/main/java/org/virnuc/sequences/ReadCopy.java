package org.virnuc.sequences;

import htsjdk.samtools.util.RuntimeIOException;
import java.io.Closeable;
import java.io.IOException;

/** Writes selected {@link AlignedReads} to one or more files. */
public interface ReadCopy extends Closeable {
    /** Adds the current read of {@code reads}. */
    void add(AlignedReads reads) throws IOException;

    /** Writes the remaining reads and the end markers. The underlying streams stay open. */
    void finish() throws IOException;

    /** Unwraps the library's exception, so that a full disk is reported as such. */
    static IOException cause(RuntimeIOException e) {
        return e.getCause() instanceof IOException cause ? cause : new IOException(e.getMessage(), e);
    }
}
