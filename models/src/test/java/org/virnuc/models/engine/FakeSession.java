package org.virnuc.models.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.virnuc.models.DeviceException;
import org.virnuc.models.DeviceMemoryException;

/** A device that gives back the number of a row's ids, and their sum; it can be small, break, and wait. */
class FakeSession implements EncoderSession {
    final AtomicBoolean closed = new AtomicBoolean();
    final List<Integer> slotsTried = Collections.synchronizedList(new ArrayList<>());
    private final String device;
    private int mostSlots = Integer.MAX_VALUE;
    private int batchesLeft = Integer.MAX_VALUE;
    private CountDownLatch arrived = new CountDownLatch(0);
    private CountDownLatch mayGoOn = arrived;

    FakeSession(String device) {
        this.device = device;
    }

    /** Has no room for larger batches. */
    FakeSession holding(int slots) {
        mostSlots = slots;
        return this;
    }

    /** Breaks after this number of batches. */
    FakeSession breakingAfter(int batches) {
        batchesLeft = batches;
        return this;
    }

    /** Counts {@code arrived} down with every batch and then waits for {@code mayGoOn}. */
    FakeSession waiting(CountDownLatch arrived, CountDownLatch mayGoOn) {
        this.arrived = arrived;
        this.mayGoOn = mayGoOn;
        return this;
    }

    @Override
    public float[] run(long[] ids, int rows, int length) {
        slotsTried.add(ids.length);
        await();
        synchronized (this) {
            if (batchesLeft-- <= 0) {
                throw new DeviceException(device + " fell off the bus");
            }
        }
        if (ids.length > mostSlots) {
            throw new DeviceMemoryException(device + " is out of memory on " + rows + " x " + length);
        }
        float[] result = new float[rows * 2];
        for (int i = 0; i < ids.length; i++) {
            if (ids[i] >= 0) {
                result[2 * (i / length)]++;
                result[2 * (i / length) + 1] += ids[i];
            }
        }
        return result;
    }

    private void await() {
        arrived.countDown();
        try {
            mayGoOn.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String device() {
        return device;
    }

    @Override
    public void close() {
        assertThat(closed.getAndSet(true)).isFalse();
    }
}
