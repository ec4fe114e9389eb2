package org.virnuc.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.virnuc.files.OutputFile;

/**
 * The files of one stage. A file appears under its name only when it is complete, and its size and SHA-256 are
 * recorded. Files finished by an interrupted run are kept.
 */
public interface StageOutput {

    /** Creates a file from scratch and replaces one that an interrupted run finished. */
    OutputFile create(String name) throws IOException;

    /**
     * Writes a file only if no interrupted run finished it. If one did, {@code content} is not called, and the items
     * count as done. Several threads may each write their own file concurrently.
     *
     * @param items input items that the file is made from; {@code content} reports them to the observer
     */
    void once(String name, long items, Content content) throws IOException, InterruptedException;

    /** Whether an interrupted run finished this file, in which case {@link #once} does not call its content. */
    boolean kept(String name);

    /**
     * The path of a file that an interrupted run finished, to continue from its content. Empty if none did, or if the
     * file has changed since.
     */
    default Optional<Path> finished(String name) {
        return Optional.empty();
    }

    /** Records a number in the manifest, so that later stages need not read the files. */
    void count(String name, long value);

    /** Records something that the user should check. Later runs that reuse the stage report it too. */
    void warning(QualityWarning warning);

    /** A folder for temporary files, deleted when the stage ends. */
    Path scratch() throws IOException;

    /** Writes the complete content of one file. */
    @FunctionalInterface
    interface Content {
        void writeTo(OutputFile out) throws IOException, InterruptedException;
    }
}
