package org.virnuc.pipeline;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.virnuc.pipeline.stages.Chunks;
import org.virnuc.pipeline.stages.Embeddings;
import org.virnuc.pipeline.stages.FeatureShards;
import org.virnuc.pipeline.stages.FrameScores;
import org.virnuc.pipeline.stages.Frames;
import org.virnuc.pipeline.stages.InputFiles;
import org.virnuc.pipeline.stages.SequenceShards;
import org.virnuc.telemetry.PipelineTelemetry;
import org.virnuc.telemetry.RunInfo;
import org.virnuc.telemetry.TelemetryClock;

/** What each stage reads, made by the stages before it: more than 10,000 frames, and a chunk for every reason. */
final class StageInputs implements AutoCloseable {
    /** How many records the input has. */
    static final int RECORDS = 2_100 + Samples.MIXED_RECORDS;

    private final Stages stages = new FakeModel().stages();
    private final RunDirectory directory;
    private final PipelineTelemetry telemetry;
    private final StageRunner runner;
    private final Path input;

    StageInputs(Path folder) throws IOException {
        input = Samples.write(folder.resolve("in.fa"), Samples.manyFrames(2_100, 1) + Samples.mixed(1));
        directory = RunDirectory.open(folder.resolve("inputs"));
        RunInfo info = new RunInfo("run", "test", "test", Map.of());
        telemetry = new PipelineTelemetry(info, TelemetryClock.system(), List.of());
        runner = new StageRunner(directory, telemetry, "run", false, () -> {});
    }

    Artifact<InputFiles> files() {
        return new Artifact<>(new InputFiles(List.of(input)), "digest of the input");
    }

    Artifact<Chunks> chunks() throws IOException, InterruptedException {
        return runner.run(stages.chunking(), files());
    }

    Artifact<Frames> frames() throws IOException, InterruptedException {
        return runner.run(stages.translation(), chunks());
    }

    Artifact<SequenceShards> nucleotides() throws IOException, InterruptedException {
        return runner.run(stages.nucleotideSplitting(), frames());
    }

    Artifact<SequenceShards> proteins() throws IOException, InterruptedException {
        return runner.run(stages.proteinSplitting(), frames());
    }

    Artifact<Embeddings> embeddings() throws IOException, InterruptedException {
        return runner.run(stages.dnabertS(), nucleotides())
                .with(runner.run(stages.esm2(), proteins()), Embeddings::new);
    }

    Artifact<FeatureShards> features() throws IOException, InterruptedException {
        return runner.run(stages.merging(), embeddings());
    }

    Artifact<FrameScores> scores() throws IOException, InterruptedException {
        return runner.run(stages.prediction(), features());
    }

    @Override
    public void close() throws IOException {
        telemetry.close();
        directory.close();
    }
}
