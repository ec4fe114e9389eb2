package org.virnuc.pipeline.stages;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Runs tasks on several threads and delivers their results in the order of the tasks, on the thread that adds them.
 * Only a few tasks are in progress at a time, so memory does not depend on their number.
 */
final class OrderedExecutor<T> implements AutoCloseable {
    private final Receiver<T> receiver;
    private final int most;
    private final ExecutorService executor;
    private final Deque<Future<T>> pending = new ArrayDeque<>();

    /** Receives one result after the other. */
    @FunctionalInterface
    interface Receiver<T> {
        void receive(T result) throws IOException, InterruptedException;
    }

    /**
     * Creates an executor without tasks.
     *
     * @param name name of the threads
     */
    OrderedExecutor(String name, int threads, Receiver<T> receiver) {
        this.receiver = receiver;
        this.most = threads + 1; // one waits, so that no thread does
        this.executor = Executors.newFixedThreadPool(threads, task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Adds a task. If many are in progress, first waits for the oldest result and delivers it.
     *
     * @throws IOException if that task failed with it; other exceptions of the task are also thrown here
     */
    void add(Callable<T> task) throws IOException, InterruptedException {
        if (pending.size() == most) {
            handOver();
        }
        pending.add(executor.submit(task));
    }

    /** Delivers all remaining results. */
    void finish() throws IOException, InterruptedException {
        while (!pending.isEmpty()) {
            handOver();
        }
    }

    private void handOver() throws IOException, InterruptedException {
        try {
            receiver.receive(pending.remove().get());
        } catch (ExecutionException e) {
            WorkerFailure.rethrow(requireNonNull(e.getCause()));
        }
    }

    /** Cancels waiting tasks and waits for running ones, because they use resources that the caller closes next. */
    @Override
    public void close() {
        executor.shutdownNow();
        boolean interrupted = false;
        boolean ended = false;
        while (!ended) {
            try {
                ended = executor.awaitTermination(1, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
