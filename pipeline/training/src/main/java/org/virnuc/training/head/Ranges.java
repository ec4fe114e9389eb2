package org.virnuc.training.head;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Splits a range of columns among threads. Each thread computes its columns alone and in the same order as one thread
 * would, so the number of threads changes no digit.
 */
final class Ranges implements AutoCloseable {
    /** Fewer columns per thread do not pay. */
    private static final int LEAST = 64;

    private final int threads;
    private final ExecutorService pool;

    /** Computes a part of a range. */
    interface Part {
        void compute(int from, int to);
    }

    Ranges(int threads) {
        this.threads = threads;
        this.pool = Executors.newFixedThreadPool(threads, work -> {
            Thread thread = new Thread(work, "virnuc-training");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Computes a range from 0 and returns when all parts are done. */
    void each(int size, Part part) throws InterruptedException {
        int parts = Math.max(1, Math.min(threads, size / LEAST));
        if (parts == 1) {
            part.compute(0, size);
            return;
        }
        List<Callable<Void>> tasks = new ArrayList<>();
        for (int i = 0; i < parts; i++) {
            int from = (int) ((long) size * i / parts);
            int to = (int) ((long) size * (i + 1) / parts);
            tasks.add(() -> {
                part.compute(from, to);
                return null;
            });
        }
        for (var done : pool.invokeAll(tasks)) {
            try {
                done.get();
            } catch (ExecutionException e) {
                throw new IllegalStateException("a part of a training step failed", e.getCause());
            }
        }
    }

    @Override
    public void close() {
        pool.shutdownNow();
    }
}
