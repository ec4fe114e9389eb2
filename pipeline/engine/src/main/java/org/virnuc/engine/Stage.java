package org.virnuc.engine;

import java.io.IOException;
import java.util.List;

/**
 * One step of the pipeline: a function from an input artifact and settings to the files of one folder. A stage knows
 * nothing of resume, telemetry or progress; the same input and settings give the same bytes.
 *
 * @param <I> the input, opened
 * @param <O> the output, opened
 */
public interface Stage<I, O> {

    StageId id();

    /** Everything besides the input that changes the output, each with its reason. */
    List<Setting> settings();

    /** The number of input items that {@link #run} will report, or -1 where only reading the input would tell. */
    long items(I input);

    /**
     * Writes the output. Returns only when every file is finished.
     *
     * @throws InterruptedException where the run was cancelled
     */
    void run(I input, StageOutput output, StageObserver observer) throws IOException, InterruptedException;

    /** Opens the finished output. Cheap: no file is read whole. */
    O open(I input, FinishedStage finished) throws IOException;
}
