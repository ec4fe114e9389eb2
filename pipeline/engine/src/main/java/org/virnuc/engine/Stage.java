package org.virnuc.engine;

import java.io.IOException;
import java.util.List;

/**
 * One step of the pipeline: a function from an input artifact and settings to the files of one folder. Equal input and
 * settings produce equal bytes. A stage does not deal with resume, telemetry or progress.
 *
 * @param <I> opened input
 * @param <O> opened output
 */
public interface Stage<I, O> {

    StageId id();

    /** Everything that changes the output apart from the input, with a reason for each setting. */
    List<Setting> settings();

    /**
     * The number of input items that {@link #run} will report, or -1 if counting them would require reading the input.
     */
    long items(I input);

    /**
     * Writes the output and returns once every file is finished.
     *
     * @throws InterruptedException if the run was cancelled
     */
    void run(I input, StageOutput output, StageObserver observer) throws IOException, InterruptedException;

    /** Opens the finished output. This is cheap: it never reads a whole file. */
    O open(I input, FinishedStage finished) throws IOException;
}
