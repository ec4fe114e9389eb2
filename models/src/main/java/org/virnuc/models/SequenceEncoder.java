package org.virnuc.models;

import java.util.List;

/**
 * An encoder with its weights loaded: sequences in, one vector each out. A sequence's vector is the same alone and in any
 * batch. Not for use by several threads at once: an encoder keeps all of its devices busy by itself.
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

    /** Frees the weights; a second call does nothing. */
    @Override
    void close();
}
