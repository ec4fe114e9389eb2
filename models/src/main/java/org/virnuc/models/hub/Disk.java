package org.virnuc.models.hub;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The disk that downloads go to. Its faults are no faults of the connection: they come as {@link UncheckedIOException}. */
interface Disk {
    /** That of this machine. */
    Disk LOCAL = new Disk() {
        @Override
        public FileChannel append(Path file) throws IOException {
            return FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
        }

        @Override
        public long free(Path folder) throws IOException {
            return Files.getFileStore(folder).getUsableSpace();
        }
    };

    /** Opens a file, made when it is not there, to write to its end. */
    FileChannel append(Path file) throws IOException;

    /** Bytes that may be written to a folder. */
    long free(Path folder) throws IOException;

    /** What may fail because of the disk. */
    @FunctionalInterface
    interface Action<T> {
        T run() throws IOException;
    }

    /** What may fail because of the disk, without a result. */
    @FunctionalInterface
    interface Step {
        void run() throws IOException;
    }

    /**
     * Gets something of a file.
     *
     * @throws UncheckedIOException where the disk fails, naming the file
     */
    static <T> T get(Path file, Action<T> action) {
        try {
            return action.run();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    /**
     * Does something with a file.
     *
     * @throws UncheckedIOException where the disk fails, naming the file
     */
    static void run(Path file, Step step) {
        try {
            step.run();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file + ": " + e.getMessage(), e);
        }
    }
}
