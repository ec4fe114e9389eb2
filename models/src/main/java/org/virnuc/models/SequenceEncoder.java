package org.virnuc.models;

import java.util.List;

/**
 * An encoder with its weights loaded: sequences in, one vector per sequence out. A sequence has the same vector alone
 * and in any batch. An encoder keeps all of its devices busy during a call. To keep them busy between two calls, start
 * the second before the first has ended. Any number of threads may use an encoder concurrently.
 */
public interface SequenceEncoder extends AutoCloseable {

    /** The length of a vector. */
    int dimension();

    /** Which model is loaded, on which devices, and in which precision. */
    EncoderInfo info();

    /**
     * Encodes any number of sequences; sequences of similar length are batched together.
     *
     * @param listener called for every batch once its vectors are on the host; calls come one at a time
     * @return row-major {@code [n, dimension]}, row i the vector of sequence i
     * @throws DeviceException if a device fails or runs out of memory
     */
    float[] encode(List<String> sequences, BatchListener listener);

    /**
     * Starts encoding sequences and returns without waiting; calls are served in the order they were started. An
     * encoder that cannot compute in the background computes when the caller waits for the vectors.
     *
     * @param followedBy number of sequences that will be started later. Batches get smaller when few are left, so that
     *     all devices finish together; this number affects nothing but batch sizes
     * @param listener as for {@link #encode}
     */
    default PendingVectors start(List<String> sequences, long followedBy, BatchListener listener) {
        return () -> encode(sequences, listener);
    }

    /**
     * The number of sequences to start in advance, besides those being waited for, so that no device runs out of work.
     */
    default int ahead() {
        return 0;
    }

    /**
     * How the devices have spent their time so far for calls of this object, without those of its
     * {@link #lease leases}.
     */
    default EncoderUse use() {
        return EncoderUse.UNKNOWN;
    }

    /**
     * Lends the loaded weights to another user, who has separate calls and separate {@link #use times}, counted from
     * now. If a call of a lease fails or is interrupted, that lease encodes nothing more; other leases continue unless
     * no device is left. Closing a lease ends its calls but frees no weights; closing the encoder ends all leases.
     */
    default SequenceEncoder lease() {
        return new UntrackedLease(this);
    }

    /** Devices that were requested but could not load the model. */
    default List<UnusedDevice> unusedDevices() {
        return List.of();
    }

    /** Frees the weights; a second call does nothing. */
    @Override
    void close();
}
