package org.virnuc.models;

/** Is asked before every batch of an encoder, and told of every one that is finished. */
@FunctionalInterface
public interface BatchListener {

    /** A listener for callers who need no figures. */
    BatchListener NONE = figures -> {};

    void batch(BatchFigures figures);

    /**
     * Called before a batch is computed. An exception stops the encoder for its user, or for the user of this {@link
     * SequenceEncoder#lease lease}: no further batch of theirs begins, those in flight are finished, and it is thrown. Calls come
     * from the threads that compute, also side by side.
     */
    default void before(BatchRequest batch) {}

    /** A batch could not be computed and is given back; calls come one at a time, with those of {@link #batch}. */
    default void failed(DeviceEvent event) {}
}
