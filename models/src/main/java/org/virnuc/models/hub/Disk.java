package org.virnuc.models.hub;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.virnuc.files.FixedNames;
import org.virnuc.files.Reason;

/**
 * The disk that downloads are written to. Its errors are thrown as {@link UncheckedIOException}, so that they are not
 * mistaken for network errors and tried again.
 */
interface Disk {
    /** The disk of this machine. */
    Disk LOCAL = new Disk() {
        @Override
        public FileChannel append(Path file) throws IOException {
            return FixedNames.append(file);
        }

        @Override
        public long free(Path folder) throws IOException {
            return Files.getFileStore(folder).getUsableSpace();
        }
    };

    /** Opens a file for appending; creates it if it does not exist. */
    FileChannel append(Path file) throws IOException;

    /** Bytes that can still be written to a folder. */
    long free(Path folder) throws IOException;

    /** A disk operation with a result. */
    @FunctionalInterface
    interface Action<T> {
        T run() throws IOException;
    }

    /** A disk operation without a result. */
    @FunctionalInterface
    interface Step {
        void run() throws IOException;
    }

    /**
     * Runs a disk operation and returns its result.
     *
     * @throws UncheckedIOException if the disk fails, naming the file
     */
    static <T> T get(Path file, Action<T> action) {
        try {
            return action.run();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file + ": " + Reason.of(e), e);
        }
    }

    /**
     * Runs a disk operation.
     *
     * @throws UncheckedIOException if the disk fails, naming the file
     */
    static void run(Path file, Step step) {
        try {
            step.run();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file + ": " + Reason.of(e), e);
        }
    }
}
