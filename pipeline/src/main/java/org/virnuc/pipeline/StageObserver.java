package org.virnuc.pipeline;

import org.virnuc.models.BatchFigures;
import org.virnuc.models.EncoderInfo;

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

    /** A model computed one batch. */
    void batch(EncoderInfo model, BatchFigures figures);

    /** Something in the data that the user should know; counted and shown, never an error. */
    void warning(String message);
}
