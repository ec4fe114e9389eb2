package org.virnuc.pipeline;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.virnuc.engine.Artifact;
import org.virnuc.engine.run.RunDirectory;
import org.virnuc.engine.run.StageRunner;
import org.virnuc.pipeline.flow.Cascade;
import org.virnuc.pipeline.flow.Stages;
import org.virnuc.pipeline.run.ResultLayout;
import org.virnuc.pipeline.stages.BandSelection;
import org.virnuc.pipeline.stages.CascadeBandStage;
import org.virnuc.pipeline.stages.CascadeScoresStage;
import org.virnuc.pipeline.stages.Chunks;
import org.virnuc.pipeline.stages.Embeddings;
import org.virnuc.pipeline.stages.FeatureShards;
import org.virnuc.pipeline.stages.FrameRows;
import org.virnuc.pipeline.stages.FrameScores;
import org.virnuc.pipeline.stages.Frames;
import org.virnuc.pipeline.stages.InputFiles;
import org.virnuc.pipeline.stages.RowScores;
import org.virnuc.pipeline.stages.ScoredChunks;
import org.virnuc.pipeline.stages.ScoredChunks.ChunkedFrames;
import org.virnuc.pipeline.stages.SequenceShards;
import org.virnuc.telemetry.PipelineTelemetry;
import org.virnuc.telemetry.RunInfo;

/** What each stage reads, made by the stages before it: more than 10,000 frames, and a chunk for every reason. */
final class StageInputs implements AutoCloseable {
    /** How many records the input has. */
    static final int RECORDS = 2_100 + Samples.MIXED_RECORDS;

    private static final RowScores NO_ROWS = new RowScores(Path.of(""), 0, 0);

    private final Stages stages;
    private final FakeModel model;
    private final RunDirectory directory;
    private final PipelineTelemetry telemetry;
    private final StageRunner runner;
    private final Path input;

    StageInputs(Path folder) throws IOException {
        this(folder, new FakeModel());
    }

    /** What the stages of another model make. */
    StageInputs(Path folder, FakeModel model) throws IOException {
        this.model = model;
        stages = model.stages();
        input = Samples.write(folder.resolve("in.fa"), Samples.manyFrames(2_100, 1) + Samples.mixed(1));
        directory = RunDirectory.open(folder.resolve("inputs"), ResultLayout.ALL);
        RunInfo info = new RunInfo("run", "test", "test", Map.of());
        telemetry = PipelineTelemetry.builder(info).start();
        runner = new StageRunner(directory, telemetry, "run", false);
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

    Artifact<ScoredChunks> screened() throws IOException, InterruptedException {
        return chunks().with(frames(), ChunkedFrames::new).with(scores(), ScoredChunks::new);
    }

    Artifact<FrameRows> frameRows() throws IOException, InterruptedException {
        return frames().with(nucleotides().with(proteins(), FrameRows.Letters::new), FrameRows::new);
    }

    Artifact<CascadeBandStage.Input> tried() throws IOException, InterruptedException {
        Artifact<RowScores> trial = runner.run(cascade().trial(), frameRows());
        return screened()
                .with(frameRows(), (chunks, rows) -> new CascadeBandStage.Input(chunks, rows, NO_ROWS))
                .with(trial, (input, sample) -> new CascadeBandStage.Input(input.screened(), input.frames(), sample));
    }

    Artifact<BandSelection.Input> chosen() throws IOException, InterruptedException {
        Artifact<CascadeBandStage.Input> tried = tried();
        return tried.with(
                runner.run(cascade().band(), tried),
                (input, deciders) -> new BandSelection.Input(input.frames(), input.trial(), deciders));
    }

    Artifact<CascadeScoresStage.Input> decided() throws IOException, InterruptedException {
        Artifact<BandSelection.Input> chosen = chosen();
        Artifact<RowScores> band = runner.run(cascade().big(), chosen);
        return screened()
                .with(
                        chosen,
                        (chunks, input) -> new CascadeScoresStage.Input(
                                chunks, input.frames(), input.trial(), NO_ROWS, input.deciders()))
                .with(
                        band,
                        (input, rest) -> new CascadeScoresStage.Input(
                                input.screened(), input.frames(), input.trial(), rest, input.deciders()));
    }

    private Cascade cascade() {
        return model.cascadeSteps();
    }

    @Override
    public void close() throws IOException {
        telemetry.close();
        directory.close();
    }
}
