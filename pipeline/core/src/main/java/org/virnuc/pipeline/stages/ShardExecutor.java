package org.virnuc.pipeline.stages;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Runs a task for each shard on several threads, so that shards are read, computed and written concurrently. The first
 * failure ends the work: no further shard starts, and threads that read or wait are interrupted. A shard whose vectors
 * are complete is still written, because they were expensive.
 */
final class ShardExecutor {
    private final String stage;
    private final int shards;
    private final Task task;
    private final Function<Runnable, Thread> newThread;
    private final List<Thread> threads = new ArrayList<>();
    private final Set<Thread> writing = new HashSet<>();
    private int begun;
    private int atWork;
    private @Nullable Throwable failure;

    /** The work on one shard. It calls {@link #beginsToWrite} once its vectors are complete. */
    @FunctionalInterface
    interface Task {
        void run(int shard) throws IOException, InterruptedException;
    }

    /**
     * Creates an executor without starting it.
     *
     * @param stage name of the stage
     * @param shards number of shards
     */
    ShardExecutor(String stage, int shards, Task task) {
        this(stage, shards, task, Thread::new);
    }

    /** Creates an executor with a factory for its threads. */
    ShardExecutor(String stage, int shards, Task task, Function<Runnable, Thread> newThread) {
        this.stage = stage;
        this.shards = shards;
        this.task = task;
        this.newThread = newThread;
    }

    /**
     * Processes all shards. No thread is working when this method returns or throws.
     *
     * @throws InterruptedException if the calling thread or a task was interrupted
     */
    void run() throws IOException, InterruptedException {
        atOnce(1);
        awaitEnd();
        Throwable cause;
        synchronized (this) {
            cause = failure;
        }
        if (cause != null) {
            WorkerFailure.rethrow(cause);
        }
    }

    /** Raises the number of concurrently processed shards to {@code count}; never lowers it. */
    synchronized void atOnce(int count) {
        while (failure == null && threads.size() < Math.min(count, shards)) {
            Thread thread = newThread.apply(this::work);
            thread.setName("virnuc-" + stage + "-shard-" + (threads.size() + 1));
            thread.setDaemon(true);
            thread.start(); // may fail where no more threads are allowed: nobody is to wait for it then
            threads.add(thread);
            atWork++;
        }
    }

    /** The largest number of concurrently processed shards. */
    synchronized int most() {
        return threads.size();
    }

    /** Marks that the calling thread has all vectors of its shard. It is not interrupted until the shard is on disk. */
    synchronized void beginsToWrite() {
        writing.add(Thread.currentThread());
        if (failure != null) {
            Thread.interrupted(); // meant for somebody who still waits
        }
    }

    /** Ends all waiting because the encoder has failed. */
    synchronized void encoderHasFailed(Throwable cause) {
        if (failure == null) {
            failure = cause;
        }
    }

    private void work() {
        try {
            for (int shard = next(); shard > 0; shard = next()) {
                task.run(shard);
            }
        } catch (IOException | InterruptedException | RuntimeException | Error e) {
            fail(e);
        } finally {
            end();
        }
    }

    /** The next shard to start; 0 if there is none. */
    private synchronized int next() {
        writing.remove(Thread.currentThread());
        return failure == null && begun < shards ? ++begun : 0;
    }

    private synchronized void fail(Throwable cause) {
        writing.remove(Thread.currentThread());
        if (failure == null) {
            failure = cause;
            threads.stream().filter(thread -> !writing.contains(thread)).forEach(Thread::interrupt);
        }
    }

    private synchronized void end() {
        atWork--;
        notifyAll();
    }

    private void awaitEnd() {
        while (true) {
            try {
                synchronized (this) {
                    while (atWork > 0) {
                        wait();
                    }
                }
                return;
            } catch (InterruptedException e) {
                fail(new InterruptedException(stage + " was cancelled"));
            }
        }
    }
}
