package org.virnuc.models;

import java.util.List;

/**
 * An encoder with its weights loaded: sequences in, one vector each out. A sequence's vector is the same alone and in any
 * batch. An encoder keeps all of its devices busy by itself; to keep them so between two calls, start the second before the
 * first has ended, from whichever thread: any number of threads may use an encoder at once.
 */
public interface SequenceEncoder extends AutoCloseable {

    /** The length of a vector. */
    int dimension();

    /** What is loaded, where, and in which precision. */
    EncoderInfo info();

    /**
     * Encodes sequences, however many; batches of similar lengths are made inside.
     *
     * @param listener told of every batch once its vectors are on the host; calls come one at a time
     * @return row-major {@code [n, dimension]}, row i the vector of sequence i
     * @throws DeviceException where a device fails or runs out of memory
     */
    float[] encode(List<String> sequences, BatchListener listener);

    /**
     * Begins to encode sequences; what was started earlier is computed first. An encoder that cannot do so while its caller
     * goes on computes them when they are waited for.
     *
     * @param followedBy how many sequences will be started later: batches grow small where few are left, so that all devices
     *     end together; has no influence but on the size of batches
     * @param listener as for {@link #encode}
     */
    default PendingVectors start(List<String> sequences, long followedBy, BatchListener listener) {
        return () -> encode(sequences, listener);
    }

    /** How many sequences must have been started, beyond those that are waited for, so that no device is without work. */
    default int ahead() {
        return 0;
    }

    /** How its devices have spent their time so far, for calls of this object and not for those of its {@link #lease leases}. */
    default EncoderUse use() {
        return EncoderUse.UNKNOWN;
    }

    /**
     * The same loaded weights for one more user, who has calls and {@link #use times} of their own, counted from now. Where a call
     * of a lease fails or is interrupted, that lease encodes nothing any more, and others go on, unless no device is left.
     * Closing a lease ends its calls and frees no weights; closing the encoder ends all leases.
     */
    default SequenceEncoder lease() {
        return new UntrackedLease(this);
    }

    /** Devices that were asked for and could not load the model. */
    default List<UnusedDevice> unusedDevices() {
        return List.of();
    }

    /** Frees the weights; a second call does nothing. */
    @Override
    void close();
}
