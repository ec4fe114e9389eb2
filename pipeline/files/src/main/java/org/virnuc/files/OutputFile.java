package org.virnuc.files;

import java.io.IOException;
import java.io.OutputStream;

/**
 * A file being written under a temporary name, buffered and hashed while writing. {@link #commit} makes it durable
 * under its final name; closing it without a commit deletes it.
 */
public abstract class OutputFile extends OutputStream {

    /** Flushes the content, forces it to disk and renames the file. */
    public abstract void commit() throws IOException;

    @Override
    public abstract void close() throws IOException;
}
