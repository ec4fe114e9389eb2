package org.virnuc.pipeline.run;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.virnuc.engine.Artifact;
import org.virnuc.engine.StageId;
import org.virnuc.engine.run.RunDirectory;
import org.virnuc.engine.run.StageRunner;
import org.virnuc.pipeline.flow.Pipeline;
import org.virnuc.pipeline.flow.Stages;
import org.virnuc.pipeline.stages.Chunks;
import org.virnuc.pipeline.stages.Frames;
import org.virnuc.pipeline.stages.InputFiles;
import org.virnuc.pipeline.stages.SequenceShards;
import org.virnuc.pipeline.stages.Verdicts;
import org.virnuc.telemetry.Alerts;
import org.virnuc.telemetry.CostReport;
import org.virnuc.telemetry.PipelineTelemetry;
import org.virnuc.telemetry.RunInfo;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.RunStatus;
import org.virnuc.telemetry.StageCost;
import org.virnuc.telemetry.TelemetrySink;

/** Runs the real stages in a temporary folder, measured like any run but without reports or a history entry. */
public final class ScratchRun implements AutoCloseable {
    private final RunDirectory directory;
    private final PipelineTelemetry telemetry;
    private final StageRunner runner;
    private final Stages stages;

    public ScratchRun(Path folder, Stages stages, List<TelemetrySink> watchers) {
        this.directory = RunDirectory.open(folder, ResultLayout.ALL);
        this.stages = stages;
        RunInfo info = RunInfo.of("scratch").command("virnuc").version("scratch");
        this.telemetry = PipelineTelemetry.builder(info).sinks(watchers).start();
        telemetry.alerts(Alerts.SILENT);
        this.runner = new StageRunner(directory, telemetry, info.runId(), false);
    }

    /** The output of the stages before the encoders. */
    public record Prepared(Chunks chunks, Frames frames, SequenceShards nucleotides, SequenceShards proteins) {}

    /** Reads the inputs as a run does. Inputs that can be read only once are copied into the folder. */
    public Artifact<InputFiles> take(List<Path> inputs, ReadOptions reads, InputStream standardInput)
            throws IOException {
        InputSpool spool = new InputSpool(directory, standardInput);
        return InputSpool.artifact(spool.take(inputs), spool.reference(reads), reads.strict());
    }

    /** Runs the four stages before the encoders. */
    public Prepared prepare(Artifact<InputFiles> input) throws IOException, InterruptedException {
        var chunks = runner.run(stages.chunking(), input);
        var frames = runner.run(stages.translation(), chunks);
        var nucleotides = runner.run(stages.nucleotideSplitting(), frames);
        var proteins = runner.run(stages.proteinSplitting(), frames);
        return new Prepared(chunks.value(), frames.value(), nucleotides.value(), proteins.value());
    }

    /** Runs all stages; those that already ran are skipped. */
    public Verdicts score(Artifact<InputFiles> input) throws IOException, InterruptedException {
        return new Pipeline(runner, stages).run(input).value();
    }

    /** The measured report. */
    public RunReport report() {
        return telemetry.finish(RunStatus.DONE, null);
    }

    /** The seconds that a stage spent opening its model. */
    public static double loadSeconds(RunReport report, StageId id) {
        CostReport used = Objects.requireNonNull(report.costs(), "a report of this version says what was used");
        return used.stages().stream()
                .filter(stage -> stage.id().equals(id.word()))
                .mapToDouble(StageCost::loadSeconds)
                .sum();
    }

    @Override
    public void close() throws IOException {
        telemetry.close();
        directory.close();
    }
}
