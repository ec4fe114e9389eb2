package org.virnuc.models.engine;

import java.util.concurrent.atomic.AtomicBoolean;

/** One thread that computes on a device. */
final class Lane {
    final EncoderDevice device;
    final int number;
    private final AtomicBoolean cold = new AtomicBoolean(true);

    /**
     * A lane that has not computed anything yet.
     *
     * @param number the lane's number within its encoder, from 0
     */
    Lane(EncoderDevice device, int number) {
        this.device = device;
        this.number = number;
    }

    /** Marks the lane as warmed up; true only for the first call. */
    boolean warmedUp() {
        return cold.getAndSet(false);
    }
}
