package org.virnuc.engine;

import java.io.IOException;
import java.nio.file.Path;
import org.virnuc.files.OutputFile;

/**
 * Where a stage writes. A file appears under its name only when it is whole, and is vouched for by size and SHA-256; a
 * file that an interrupted run has finished is kept.
 */
public interface StageOutput {

    /** A file written from the start; a finished one of an interrupted run is written again. */
    OutputFile create(String name) throws IOException;

    /**
     * A file that is written once: where an interrupted run has finished it, {@code content} is not called, and the items
     * count as done. Several threads may each write a file of their own at once.
     *
     * @param items the input items that the file is made from; {@code content} reports them to the observer
     */
    void once(String name, long items, Content content) throws IOException, InterruptedException;

    /** Whether an interrupted run has finished this file, so that {@link #once} would not ask for its content. */
    boolean kept(String name);

    /** A number that later stages need without reading the files, kept in the manifest. */
    void count(String name, long value);

    /** Something that a user should look at twice; kept, so that a run that does not compute the stage again tells it too. */
    void doubt(Doubt doubt);

    /** Room for temporary files; gone when the stage ends. */
    Path scratch() throws IOException;

    /** Writes the whole content of one file. */
    @FunctionalInterface
    interface Content {
        void writeTo(OutputFile out) throws IOException, InterruptedException;
    }
}
