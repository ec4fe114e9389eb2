package org.virnuc.pipeline.stages;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Threads that each take the next shard and work on it from reading to its name on disk, so that several are read, computed and written at
 * once. The first failure ends all: no further shard starts, and who reads or waits is interrupted; but a shard whose vectors are there is
 * still written, because they were paid for.
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

    /** All the work on one shard, which tells when it {@link #beginsToWrite}. */
    @FunctionalInterface
    interface Task {
        void run(int shard) throws IOException, InterruptedException;
    }

    /**
     * Workers that have not started.
     *
     * @param stage its word
     * @param shards are numbered from 1
     */
    ShardExecutor(String stage, int shards, Task task) {
        this(stage, shards, task, Thread::new);
    }

    /** The same with threads of the caller's making. */
    ShardExecutor(String stage, int shards, Task task, Function<Runnable, Thread> newThread) {
        this.stage = stage;
        this.shards = shards;
        this.task = task;
        this.newThread = newThread;
    }

    /**
     * Works on all shards; at the end, whichever it is, nobody works any more.
     *
     * @throws InterruptedException where the thread is interrupted, or a task was
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

    /** From now on this number of shards are worked on at once, unless there are more already. */
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

    /** How many were worked on at once. */
    synchronized int most() {
        return threads.size();
    }

    /** The calling worker has all vectors of its shard: it is not interrupted until that is on disk. */
    synchronized void beginsToWrite() {
        writing.add(Thread.currentThread());
        if (failure != null) {
            Thread.interrupted(); // meant for somebody who still waits
        }
    }

    /** The encoder has failed by itself, and ends everybody's waiting. */
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

    /** The next shard; 0 where there is none to begin. */
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
