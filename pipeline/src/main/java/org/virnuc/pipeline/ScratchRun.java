package org.virnuc.pipeline;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.virnuc.pipeline.stages.Chunks;
import org.virnuc.pipeline.stages.Frames;
import org.virnuc.pipeline.stages.InputFiles;
import org.virnuc.pipeline.stages.SequenceShards;
import org.virnuc.telemetry.PipelineTelemetry;
import org.virnuc.telemetry.RunInfo;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.RunStatus;
import org.virnuc.telemetry.TelemetryClock;
import org.virnuc.telemetry.TelemetrySink;

/** A run of the real stages in a folder that nobody keeps: measured as any run, but neither reported nor recorded. */
final class ScratchRun implements AutoCloseable {
    private final RunDirectory directory;
    private final PipelineTelemetry telemetry;
    private final StageRunner runner;
    private final Stages stages;

    ScratchRun(Path folder, Stages stages, List<TelemetrySink> watchers) {
        this.directory = RunDirectory.open(folder);
        this.stages = stages;
        RunInfo info = new RunInfo("dry-run", "virnuc predict --dry-run", "scratch", Map.of());
        this.telemetry = new PipelineTelemetry(info, TelemetryClock.system(), watchers);
        this.runner = new StageRunner(directory, telemetry, info.runId(), false, () -> {});
    }

    /** What the encoders would read. */
    record Prepared(Chunks chunks, Frames frames, SequenceShards nucleotides, SequenceShards proteins) {}

    /** The inputs, read as a run reads them; what can be read only once is copied into the folder. */
    Artifact<InputFiles> take(List<Path> inputs, ReadOptions reads, InputStream standardInput) throws IOException {
        InputSpool spool = new InputSpool(directory, standardInput);
        return InputSpool.artifact(spool.take(inputs), spool.reference(reads));
    }

    /** The four stages before the encoders. */
    Prepared prepare(Artifact<InputFiles> input) throws IOException, InterruptedException {
        var chunks = runner.run(stages.chunking(), input);
        var frames = runner.run(stages.translation(), chunks);
        var nucleotides = runner.run(stages.nucleotideSplitting(), frames);
        var proteins = runner.run(stages.proteinSplitting(), frames);
        return new Prepared(chunks.value(), frames.value(), nucleotides.value(), proteins.value());
    }

    /** All stages; those that were run before are skipped. */
    void score(Artifact<InputFiles> input) throws IOException, InterruptedException {
        new Pipeline(runner, stages).run(input);
    }

    /** What was measured. */
    RunReport report() {
        return telemetry.finish(RunStatus.DONE, null);
    }

    @Override
    public void close() throws IOException {
        telemetry.close();
        directory.close();
    }
}
