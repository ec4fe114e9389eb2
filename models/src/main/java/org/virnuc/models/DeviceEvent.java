package org.virnuc.models;

/**
 * A device could not compute a batch. The batch is not lost: it is computed again, by whichever device is free.
 *
 * @param kind what it means for the device
 * @param batch what was tried, and how long it took to fail
 * @param batchTokens most tokens of the device's further batches; 0 where it gets none
 * @param message what happened, for people
 */
public record DeviceEvent(Kind kind, BatchFigures batch, int batchTokens, String message) {

    /** What a failure means for the device. */
    public enum Kind {
        /** It goes on with smaller batches. */
        OUT_OF_MEMORY,
        /** It gets no more work. */
        LOST;

        /** The word of reports: {@code out-of-memory}, {@code lost}. */
        public String word() {
            return this == LOST ? "lost" : "out-of-memory";
        }
    }
}
