package org.virnuc.models.engine;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.virnuc.models.BatchListener;
import org.virnuc.models.engine.BatchPlanner.Batch;

/** One call of an encoder: its sequences' token ids and vectors, filled in by any threads in any order. */
final class EncodeCall {
    final EncoderLease lease;
    final BatchListener listener;
    final long followedBy;
    private final int dimension;
    private final int[][] ids;
    private final float[] vectors;
    private int textsLeft;
    private int rowsLeft;
    private int running;
    private boolean failed;
    private @Nullable RuntimeException failure;

    EncodeCall(EncoderLease lease, int sequences, long followedBy, BatchListener listener) {
        this.lease = lease;
        this.listener = listener;
        this.followedBy = followedBy;
        this.dimension = lease.dimension();
        this.ids = new int[sequences][];
        this.vectors = new float[Math.multiplyExact(sequences, dimension)];
        this.textsLeft = sequences;
        this.rowsLeft = sequences;
    }

    /** Registers a worker for the call until {@link #leave}; false if the call has failed or was stopped. */
    synchronized boolean enter() {
        if (failure != null) {
            return false;
        }
        running++;
        return true;
    }

    synchronized void leave() {
        running--;
        notifyAll();
    }

    /** Stores the token ids of some sequences; true if no sequence is left to tokenize. */
    synchronized boolean tokenized(int from, int[][] rows) {
        System.arraycopy(rows, 0, ids, from, rows.length);
        textsLeft -= rows.length;
        return textsLeft == 0;
    }

    synchronized int[] lengths() {
        return Arrays.stream(ids).mapToInt(row -> row.length).toArray();
    }

    synchronized long tokens(Batch batch) {
        long tokens = 0;
        for (int i = 0; i < batch.size(); i++) {
            tokens += ids[batch.row(i)].length;
        }
        return tokens;
    }

    /** The token ids of a batch, row-major, with -1 in padding. */
    long[] slots(Batch batch) {
        long[] slots = new long[Math.toIntExact(batch.slots())];
        Arrays.fill(slots, -1);
        for (int i = 0; i < batch.size(); i++) {
            int[] row = ids[batch.row(i)];
            for (int j = 0; j < row.length; j++) {
                slots[i * batch.length() + j] = row[j];
            }
        }
        return slots;
    }

    /** Stores the vectors of a batch. */
    void computed(Batch batch, float[] result) {
        for (int i = 0; i < batch.size(); i++) {
            System.arraycopy(result, i * dimension, vectors, batch.row(i) * dimension, dimension);
        }
        synchronized (this) {
            rowsLeft -= batch.size();
        }
    }

    /** Marks the call itself as failed. */
    synchronized void fail(RuntimeException cause) {
        failed = true;
        stop(cause);
    }

    /**
     * Starts no further batches; the call fails unless its remaining batches are already running. The first cause is
     * kept.
     */
    synchronized void stop(RuntimeException cause) {
        if (failure == null) {
            failure = cause;
        }
        notifyAll();
    }

    /**
     * Waits until all vectors are computed or the call has failed, and until no worker is left that could still write
     * to its memory.
     *
     * @param onInterrupt makes the call fail
     */
    float[] await(Runnable onInterrupt) {
        boolean interrupted = false;
        while (true) {
            try {
                awaitEnd();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
                onInterrupt.run();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        synchronized (this) {
            if (failure != null && (failed || rowsLeft > 0)) {
                throw failure;
            }
            return vectors;
        }
    }

    private synchronized void awaitEnd() throws InterruptedException {
        while (running > 0 || (rowsLeft > 0 && failure == null)) {
            wait();
        }
    }
}
