package org.virnuc.sequences;

import htsjdk.samtools.util.RuntimeIOException;
import java.io.Closeable;
import java.io.IOException;

/** Files of some of the {@link AlignedReads}. */
public interface ReadCopy extends Closeable {
    /** Adds the read that {@code reads} are at. */
    void add(AlignedReads reads) throws IOException;

    /** Writes what is left and the marks of the ends; the streams beneath stay open. */
    void finish() throws IOException;

    /** What the library has wrapped, so that a full disk is told as one. */
    static IOException cause(RuntimeIOException e) {
        return e.getCause() instanceof IOException cause ? cause : new IOException(e.getMessage(), e);
    }
}
