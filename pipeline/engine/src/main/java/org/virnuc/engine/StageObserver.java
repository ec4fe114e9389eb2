package org.virnuc.engine;

import java.util.function.Supplier;
import org.virnuc.models.BatchFigures;
import org.virnuc.models.BatchRequest;
import org.virnuc.models.DeviceEvent;
import org.virnuc.models.EncoderInfo;
import org.virnuc.models.UnusedDevice;

/** Receives progress, batches and warnings from a running stage. Safe for several threads. */
public interface StageObserver {

    /**
     * Reports that further input items are finished.
     *
     * @throws InterruptedException if the run was cancelled; the stage must not catch it
     */
    void items(long more) throws InterruptedException;

    /** Reports a figure of the whole stage under its snake_case name. The last value counts. */
    void metric(String name, Number value);

    /** Opens a model and measures the time separately. */
    default <T> T load(Supplier<T> opening) {
        return opening.get();
    }

    /** Called before a model computes a batch. An exception means that it must not; the stage must not catch it. */
    default void beforeBatch(EncoderInfo model, BatchRequest batch) {}

    /** Reports a computed batch. */
    void batch(EncoderInfo model, BatchFigures figures);

    /**
     * Reports a batch computed for a file that {@link StageOutput#once} writes. The work is lost if that file is not
     * finished.
     */
    default void batch(String file, EncoderInfo model, BatchFigures figures) {
        batch(model, figures);
    }

    /** Reports that a device failed on a batch, which is then computed again. */
    default void failed(EncoderInfo model, DeviceEvent event) {}

    /** Reports that a device could not load the model. The other devices take over its work. */
    default void unused(UnusedDevice device) {}

    /**
     * Reports something about this run, not about its results, that the user should know. It is counted and shown, and
     * is never an error.
     */
    default void warning(String message) {}
}
