package org.virnuc.models.hub;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;
import org.virnuc.files.FixedNames;

/**
 * Ensures that only one download at a time writes to a folder, across all threads and processes. The others wait, and
 * then find what was downloaded.
 */
final class DownloadLock {
    /** File locks work between processes only; this lock works between the threads of a process. */
    private static final ReentrantLock IN_PROCESS = new ReentrantLock();

    private DownloadLock() {}

    /** An action that runs while the lock is held. */
    @FunctionalInterface
    interface Action<T> {
        T run() throws IOException, InterruptedException;
    }

    /** Waits for the lock and runs the action. */
    static <T> T run(Path lockFile, PullListener listener, Action<T> action) throws IOException, InterruptedException {
        IN_PROCESS.lockInterruptibly();
        try {
            Files.createDirectories(lockFile.toAbsolutePath().getParent());
            try (FileChannel channel = FixedNames.lock(lockFile)) {
                lock(channel, listener); // held until the channel is closed
                return action.run();
            }
        } finally {
            IN_PROCESS.unlock();
        }
    }

    private static void lock(FileChannel channel, PullListener listener) throws IOException {
        FileLock free = channel.tryLock();
        if (free == null) {
            listener.note("another virnuc process is downloading the same model; waiting for it");
            channel.lock();
        }
    }
}
