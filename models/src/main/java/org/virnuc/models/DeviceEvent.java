package org.virnuc.models;

/**
 * A device could not compute a batch. The batch is not lost: the next free device computes it again.
 *
 * @param kind the consequence for the device
 * @param batch the failed batch, with the time until it failed
 * @param batchTokens the device's new limit of tokens per batch; 0 if it gets no more batches
 * @param message what happened, for people
 */
public record DeviceEvent(Kind kind, BatchFigures batch, int batchTokens, String message) {

    /** The consequence of a failure for the device. */
    public enum Kind {
        /** The device continues with smaller batches. */
        OUT_OF_MEMORY,
        /** The device gets no more work. */
        LOST;

        /** The word used in reports: {@code out-of-memory} or {@code lost}. */
        public String word() {
            return this == LOST ? "lost" : "out-of-memory";
        }
    }
}
