package org.virnuc.models.torchscript;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Runs independent tasks on several cores. Converting and writing tensors keeps a core busy, and no tensor depends on
 * another.
 */
final class ParallelTasks {
    /** Upper limit of threads; with more, they would only wait for the disk. */
    private static final int MOST_THREADS = 4;

    private ParallelTasks() {}

    /** A task that may fail. */
    @FunctionalInterface
    interface Task {
        void run() throws IOException;
    }

    /**
     * Runs all tasks and returns when none is running any more. After a failure, no further task starts.
     *
     * @throws IOException the first failure in the order of the tasks; an unchecked exception is thrown in the same way
     */
    static void run(List<Task> tasks) throws IOException {
        int cores = Runtime.getRuntime().availableProcessors();
        ExecutorService threads = Executors.newFixedThreadPool(Math.min(cores, MOST_THREADS), task -> {
            Thread thread = new Thread(task, "virnuc-conversion");
            thread.setDaemon(true);
            return thread;
        });
        try {
            List<Future<?>> running = new ArrayList<>();
            for (Task task : tasks) {
                running.add(threads.submit(() -> {
                    task.run();
                    return null;
                }));
            }
            for (Future<?> task : running) {
                await(task);
            }
        } finally {
            end(threads);
        }
    }

    private static void await(Future<?> task) throws IOException {
        try {
            task.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while converting", e);
        }
    }

    /** Cancels tasks that have not started and waits for running ones, because they use files that are closed next. */
    private static void end(ExecutorService threads) {
        threads.shutdownNow();
        boolean interrupted = false;
        boolean ended = false;
        while (!ended) {
            try {
                ended = threads.awaitTermination(1, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
