package org.virnuc.models;

/** Is asked before every batch of an encoder, and told of every one that is finished. */
@FunctionalInterface
public interface BatchListener {

    /** A listener for callers who need no figures. */
    BatchListener NONE = figures -> {};

    void batch(BatchFigures figures);

    /**
     * A batch is about to be computed; an exception stops the encoder, which then begins no further batch, finishes those in flight and
     * throws it. Calls come from the threads that compute, also side by side.
     */
    default void before(BatchRequest batch) {}

    /** A batch could not be computed and is given back; calls come one at a time, with those of {@link #batch}. */
    default void failed(DeviceEvent event) {}
}
