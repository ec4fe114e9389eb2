package org.virnuc.files;

import java.io.IOException;
import java.io.OutputStream;

/**
 * A file being written under a temporary name, buffered and hashed on the way. {@link #commit} makes it durable and gives
 * it its name; closed without a commit, nothing remains.
 */
public abstract class OutputFile extends OutputStream {

    /** Flushes, forces to disk, renames. */
    public abstract void commit() throws IOException;

    @Override
    public abstract void close() throws IOException;
}
