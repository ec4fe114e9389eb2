package org.virnuc.models.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.virnuc.models.BatchFigures;
import org.virnuc.models.DeviceEvent;
import org.virnuc.models.DeviceException;
import org.virnuc.models.DeviceMemoryException;
import org.virnuc.models.engine.BatchPlanner.Batch;

/** One device of an encoder: its session, the batch size that has proved to fit, and whether it still works. */
final class EncoderDevice {
    final EncoderSession session;
    final int lanes;
    private int batchTokens = Integer.MAX_VALUE;
    private @Nullable DeviceException loss;

    /**
     * A working device.
     *
     * @param lanes number of threads that use the device concurrently
     */
    EncoderDevice(EncoderSession session, int lanes) {
        this.session = session;
        this.lanes = lanes;
    }

    synchronized boolean lost() {
        return loss != null;
    }

    /** Why the device was lost; null if it works. */
    synchronized @Nullable DeviceException loss() {
        return loss;
    }

    /** Splits a batch in halves until its first part is no larger than what is known to fit on the device. */
    synchronized List<Batch> parts(Batch batch) {
        Batch first = batch;
        List<Batch> rest = new ArrayList<>();
        while (first.slots() > batchTokens && first.size() > 1) {
            List<Batch> halves = first.halves();
            first = halves.get(0);
            rest.add(0, halves.get(1));
        }
        rest.add(0, first);
        return rest;
    }

    /** The exception for an encoder whose devices are all lost, with the reason of each. */
    static DeviceException noneLeft(List<EncoderDevice> devices) {
        List<DeviceException> losses = devices.stream()
                .map(EncoderDevice::loss)
                .filter(Objects::nonNull)
                .toList();
        if (losses.size() == 1) {
            return losses.get(0);
        }
        String reasons = losses.stream().map(Throwable::getMessage).collect(Collectors.joining("; "));
        return new DeviceException(
                "none of " + losses.size() + " devices is left: " + reasons
                        + "; see \"virnuc doctor\"; the same command goes on from the work that is finished",
                losses.get(0));
    }

    /** Updates the device after a failure: smaller batches if it ran out of memory, otherwise no more work. */
    synchronized DeviceEvent failed(Batch batch, BatchFigures tried, DeviceException cause) {
        if (cause instanceof DeviceMemoryException && batch.size() > 1) {
            batchTokens = Math.min(batchTokens, Math.toIntExact((batch.slots() + 1) / 2));
            session.release();
            return new DeviceEvent(
                    DeviceEvent.Kind.OUT_OF_MEMORY,
                    tried,
                    batchTokens,
                    session.device() + " ran out of memory on a batch of " + batch.size() + " x " + batch.length()
                            + " tokens; the batch is halved, and further batches there have at most " + batchTokens
                            + " tokens");
        }
        if (loss == null) {
            loss = cause;
        }
        return new DeviceEvent(
                DeviceEvent.Kind.LOST,
                tried,
                0,
                session.device() + " gets no more work, and its batch goes back to the queue: " + cause.getMessage());
    }
}
