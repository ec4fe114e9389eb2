package org.virnuc.models;

import java.util.List;

/** A lease of an encoder that cannot tell its users apart: its times are unknown, and closing it does nothing. */
final class UntrackedLease implements SequenceEncoder {
    private final SequenceEncoder encoder;

    UntrackedLease(SequenceEncoder encoder) {
        this.encoder = encoder;
    }

    @Override
    public int dimension() {
        return encoder.dimension();
    }

    @Override
    public EncoderInfo info() {
        return encoder.info();
    }

    @Override
    public float[] encode(List<String> sequences, BatchListener listener) {
        return encoder.encode(sequences, listener);
    }

    @Override
    public PendingVectors start(List<String> sequences, long followedBy, BatchListener listener) {
        return encoder.start(sequences, followedBy, listener);
    }

    @Override
    public int ahead() {
        return encoder.ahead();
    }

    @Override
    public SequenceEncoder lease() {
        return encoder.lease();
    }

    @Override
    public List<UnusedDevice> unusedDevices() {
        return encoder.unusedDevices();
    }

    @Override
    public void close() {}
}
