package org.virnuc.models;

/** Receives the batches of an encoder: each one before it is computed, and again when it has finished or failed. */
@FunctionalInterface
public interface BatchListener {

    /** A listener that ignores every call. */
    BatchListener NONE = figures -> {};

    /** Called when a batch has finished and its vectors are on the host. Calls come one at a time. */
    void batch(BatchFigures figures);

    /**
     * Called before a batch is computed. An exception thrown here stops the encoder for this user, or only for the
     * {@link SequenceEncoder#lease lease} that the call belongs to: no further batch of that user starts, batches
     * already running are finished, and the caller gets the exception. Calls come from the computing threads and may
     * overlap.
     */
    default void before(BatchRequest batch) {}

    /**
     * Called when a batch failed and went back to the queue. Calls come one at a time, never together with
     * {@link #batch}.
     */
    default void failed(DeviceEvent event) {}
}
