package org.virnuc.models.engine;

import java.util.Arrays;
import org.virnuc.models.DeviceMemoryException;

/**
 * How many tokens a batch may have on a device with memory of its own: what a trial batch takes there, set against what is
 * free. The trials also warm the device up, before anything is measured.
 */
final class TokenBudget {
    private static final int ROW = 128;
    private static final int TRIAL_ROWS = 64;

    /** Part of the free memory that batches may take: what is free is never in one piece. */
    private static final double USABLE = 0.8;

    private TokenBudget() {}

    /**
     * A power of two, so that a little more or less free memory does not change batches, and {@code most} at most.
     *
     * @throws DeviceMemoryException where there is no room for a single row
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

    /** Whether so many rows can be computed; the last row must. */
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
