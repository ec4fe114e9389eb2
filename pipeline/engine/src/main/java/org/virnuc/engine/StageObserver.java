package org.virnuc.engine;

import java.util.function.Supplier;
import org.virnuc.models.BatchFigures;
import org.virnuc.models.BatchRequest;
import org.virnuc.models.DeviceEvent;
import org.virnuc.models.EncoderInfo;
import org.virnuc.models.UnusedDevice;

/** What a stage says about its work while it runs; who listens is not its business. Safe for several threads. */
public interface StageObserver {

    /**
     * Some more input items are finished.
     *
     * @throws InterruptedException where the run was cancelled; the stage lets it pass
     */
    void items(long more) throws InterruptedException;

    /** A figure of the whole stage, by its snake_case name; the last value counts. */
    void metric(String name, Number value);

    /** Opens a model, which takes time that is counted apart. */
    default <T> T load(Supplier<T> opening) {
        return opening.get();
    }

    /** A model is about to compute a batch; an exception means that it may not, and the stage lets it pass. */
    default void beforeBatch(EncoderInfo model, BatchRequest batch) {}

    /** A model computed one batch. */
    void batch(EncoderInfo model, BatchFigures figures);

    /** A model computed one batch for a file that {@link StageOutput#once} writes: it is in vain where that is not finished. */
    default void batch(String file, EncoderInfo model, BatchFigures figures) {
        batch(model, figures);
    }

    /** A device could not compute a batch, which is computed again. */
    default void failed(EncoderInfo model, DeviceEvent event) {}

    /** A device could not load the model; the others do its work. */
    default void unused(UnusedDevice device) {}

    /** Something about this run, not about its results, that the user should know; counted and shown, never an error. */
    default void warning(String message) {}
}
