package org.virnuc.models.engine;

import java.util.concurrent.atomic.AtomicBoolean;

/** One thread that computes on a device. */
final class Lane {
    final EncoderDevice device;
    final int number;
    private final AtomicBoolean cold = new AtomicBoolean(true);

    /**
     * A lane that has computed nothing.
     *
     * @param number of the encoder's lanes, from 0
     */
    Lane(EncoderDevice device, int number) {
        this.device = device;
        this.number = number;
    }

    /** Whether it was cold until now; only its first batch finds it so. */
    boolean warmedUp() {
        return cold.getAndSet(false);
    }
}
