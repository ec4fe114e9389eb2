package org.virnuc.models.engine;

import java.util.Arrays;
import org.virnuc.models.DeviceMemoryException;

/**
 * Finds how many tokens a batch may have on a device with its own memory, by comparing the memory that trial batches
 * take with what is free. The trials also warm the device up before anything is timed.
 */
final class TokenBudget {
    private static final int ROW = 128;
    private static final int TRIAL_ROWS = 64;

    /** Fraction of the free memory that batches may use; free memory is never in one piece. */
    private static final double USABLE = 0.8;

    private TokenBudget() {}

    /**
     * The limit of tokens per batch: a power of two, so that small changes in free memory do not change batches, and at
     * most {@code most}.
     *
     * @throws DeviceMemoryException if the device does not have enough memory for a single row
     */
    static int measure(EncoderSession session, int most) {
        run(session, 1);
        long free = session.freeBytes();
        if (free < 0) {
            return most;
        }
        int rows = TRIAL_ROWS;
        while (!fits(session, rows)) {
            rows /= 2;
        }
        int tried = rows * ROW;
        long taken = free - session.freeBytes();
        if (rows < TRIAL_ROWS) {
            return Math.min(most, tried);
        }
        double fitting = taken <= 0 ? most : USABLE * free / taken * tried;
        return Math.max(ROW, Integer.highestOneBit((int) Math.min(most, fitting)));
    }

    /** Whether a batch of this many rows can be computed; if not even one row can, the exception is passed on. */
    private static boolean fits(EncoderSession session, int rows) {
        try {
            run(session, rows);
            return true;
        } catch (DeviceMemoryException e) {
            if (rows == 1) {
                throw e;
            }
            session.release();
            return false;
        }
    }

    private static void run(EncoderSession session, int rows) {
        long[] ids = new long[rows * ROW];
        Arrays.fill(ids, 1);
        session.run(ids, rows, ROW);
    }
}
