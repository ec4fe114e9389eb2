package org.virnuc.models.engine;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.virnuc.models.BatchListener;
import org.virnuc.models.engine.BatchPlanner.Batch;

/** Sequences of one call: their ids as they are tokenized, their vectors as they are computed, by any threads. */
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

    /** Somebody works for the call until {@link #leave}; false where that is of no use any more. */
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

    /** Takes the ids of some sequences; true where they are the last to come. */
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

    /** The ids of a batch, row-major, -1 where a row has ended. */
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

    /** Takes the vectors of a batch. */
    void computed(Batch batch, float[] result) {
        for (int i = 0; i < batch.size(); i++) {
            System.arraycopy(result, i * dimension, vectors, batch.row(i) * dimension, dimension);
        }
        synchronized (this) {
            rowsLeft -= batch.size();
        }
    }

    /** The call itself has failed. */
    synchronized void fail(RuntimeException cause) {
        failed = true;
        stop(cause);
    }

    /** Nothing is begun for the call any more, which fails unless the rest of it is being computed; the first reason counts. */
    synchronized void stop(RuntimeException cause) {
        if (failure == null) {
            failure = cause;
        }
        notifyAll();
    }

    /**
     * Waits until all vectors are there or the call has failed, and nobody works for it any more: they write to its memory.
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
