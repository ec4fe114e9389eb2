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
 * Runs tasks on several threads and hands over what they return in the order in which they were added, on the thread that adds them. Only a
 * few are at work or wait to be handed over, so that memory does not depend on how many there are.
 */
final class OrderedExecutor<T> implements AutoCloseable {
    private final Receiver<T> receiver;
    private final int most;
    private final ExecutorService executor;
    private final Deque<Future<T>> pending = new ArrayDeque<>();

    /** Takes one result after the other. */
    @FunctionalInterface
    interface Receiver<T> {
        void receive(T result) throws IOException, InterruptedException;
    }

    /**
     * Begins with nothing to do.
     *
     * @param name of the threads
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
     * Adds a task; before it, where many are under way, the oldest result is waited for and handed over.
     *
     * @throws IOException the failure of that task; whatever else it throws is thrown here too
     */
    void add(Callable<T> task) throws IOException, InterruptedException {
        if (pending.size() == most) {
            handOver();
        }
        pending.add(executor.submit(task));
    }

    /** Hands over all that is left. */
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

    /** What has not begun does not begin; what runs is waited for, because it uses what is closed next. */
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
