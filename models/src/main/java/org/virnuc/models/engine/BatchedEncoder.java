package org.virnuc.models.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.virnuc.models.BatchFigures;
import org.virnuc.models.BatchListener;
import org.virnuc.models.BatchRequest;
import org.virnuc.models.EncoderInfo;
import org.virnuc.models.SequenceEncoder;
import org.virnuc.models.Tokenizer;
import org.virnuc.models.engine.BatchPlanner.Batch;

/**
 * An encoder over one or more sessions: tokenizes, plans batches, and lets every session take the next batch when it is done
 * with the last. On a CPU several workers share one session.
 */
final class BatchedEncoder implements SequenceEncoder {
    private static final int TOKENIZED_AT_ONCE = 128;

    private final Tokenizer tokenizer;
    private final List<EncoderSession> workers;
    private final int dimension;
    private final int batchTokens;
    private final EncoderInfo info;
    private final ExecutorService threads;

    /**
     * An encoder.
     *
     * @param workers a session for each thread; the same one may come several times
     * @param limits how large batches may be, and what a thread does before its first
     */
    BatchedEncoder(Tokenizer tokenizer, List<EncoderSession> workers, int dimension, Limits limits, EncoderInfo info) {
        this.tokenizer = tokenizer;
        this.workers = List.copyOf(workers);
        this.dimension = dimension;
        this.batchTokens = limits.batchTokens;
        this.info = info;
        this.threads = Executors.newFixedThreadPool(workers.size(), task -> {
            Runnable prepared = () -> {
                limits.threadStart.run();
                task.run();
            };
            Thread thread = new Thread(prepared, "virnuc-" + info.modelId());
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public int dimension() {
        return dimension;
    }

    @Override
    public EncoderInfo info() {
        return info;
    }

    @Override
    public float[] encode(List<String> sequences, BatchListener listener) {
        int empty = sequences.indexOf("");
        if (empty >= 0) {
            throw new IllegalArgumentException("sequence " + empty + " of " + sequences.size() + " is empty");
        }
        int[][] ids = tokenize(sequences);
        List<Batch> batches =
                BatchPlanner.plan(Arrays.stream(ids).mapToInt(row -> row.length).toArray(), batchTokens);
        Work work = new Work(ids, batches, listener);
        await(
                workers.stream()
                        .limit(batches.size())
                        .<Future<?>>map(session -> threads.submit(() -> work.drain(session)))
                        .toList(),
                work::stop);
        return work.vectors;
    }

    /** Tokenizes on all threads: on one, it would keep the others waiting for longer than 5 % of a small model's time. */
    private int[][] tokenize(List<String> sequences) {
        int[][] ids = new int[sequences.size()][];
        List<Future<?>> parts = new ArrayList<>();
        for (int start = 0; start < ids.length; start += TOKENIZED_AT_ONCE) {
            int from = start;
            List<String> part = sequences.subList(from, Math.min(ids.length, from + TOKENIZED_AT_ONCE));
            parts.add(threads.submit(() -> {
                int[][] rows = tokenizer.encode(part);
                System.arraycopy(rows, 0, ids, from, rows.length);
            }));
        }
        await(parts, () -> {});
        return ids;
    }

    @Override
    public void close() {
        threads.shutdownNow();
        workers.stream().distinct().forEach(EncoderSession::close);
        tokenizer.close();
    }

    /**
     * Waits for all tasks, also after one has failed or this thread was interrupted: they write to shared memory, and use
     * native memory that is freed when the encoder is closed.
     *
     * @param onInterrupt makes the tasks end soon
     */
    private static void await(List<Future<?>> tasks, Runnable onInterrupt) {
        RuntimeException failure = null;
        boolean interrupted = false;
        Iterator<Future<?>> left = tasks.iterator();
        Future<?> task = left.hasNext() ? left.next() : null;
        while (task != null) {
            try {
                task.get();
                task = left.hasNext() ? left.next() : null;
            } catch (ExecutionException e) {
                if (failure == null) {
                    failure = e.getCause() instanceof RuntimeException known
                            ? known
                            : new IllegalStateException(e.getCause());
                }
                task = left.hasNext() ? left.next() : null;
            } catch (InterruptedException e) {
                interrupted = true;
                failure = new IllegalStateException("interrupted while encoding", e);
                onInterrupt.run();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (failure != null) {
            throw failure;
        }
    }

    /**
     * Limits of an encoder.
     *
     * @param batchTokens most tokens of a batch, padding included
     * @param threadStart run by every thread before its first batch
     */
    record Limits(int batchTokens, Runnable threadStart) {}

    /** One call of encode: the batches, and the vectors that fill up. */
    private final class Work {
        private final int[][] ids;
        private final List<Batch> batches;
        private final BatchListener listener;
        private final float[] vectors;
        private final AtomicInteger next = new AtomicInteger();

        Work(int[][] ids, List<Batch> batches, BatchListener listener) {
            this.ids = ids;
            this.batches = batches;
            this.listener = listener;
            this.vectors = new float[Math.multiplyExact(ids.length, dimension)];
        }

        /** Lets nobody take another batch. */
        void stop() {
            next.set(batches.size());
        }

        /** Takes batches until none is left; after a failure nobody takes another. */
        void drain(EncoderSession session) {
            for (int i = next.getAndIncrement(); i < batches.size(); i = next.getAndIncrement()) {
                try {
                    run(session, batches.get(i));
                } catch (RuntimeException e) {
                    stop();
                    throw e;
                }
            }
        }

        private void run(EncoderSession session, Batch batch) {
            long[] slots = new long[Math.toIntExact(batch.slots())];
            Arrays.fill(slots, -1);
            long tokens = 0;
            for (int i = 0; i < batch.size(); i++) {
                int[] row = ids[batch.row(i)];
                for (int j = 0; j < row.length; j++) {
                    slots[i * batch.length() + j] = row[j];
                }
                tokens += row.length;
            }
            listener.before(new BatchRequest(batch.size(), tokens, batch.slots(), session.device()));
            long start = System.nanoTime();
            float[] result = session.run(slots, batch.size(), batch.length());
            long nanos = System.nanoTime() - start;
            for (int i = 0; i < batch.size(); i++) {
                System.arraycopy(result, i * dimension, vectors, batch.row(i) * dimension, dimension);
            }
            synchronized (listener) {
                listener.batch(new BatchFigures(batch.size(), tokens, batch.slots(), nanos, session.device()));
            }
        }
    }
}
