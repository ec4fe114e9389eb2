package org.virnuc.pipeline.flow;

import java.io.IOException;
import org.virnuc.engine.Artifact;
import org.virnuc.engine.run.StageRunner;
import org.virnuc.pipeline.stages.Embeddings;
import org.virnuc.pipeline.stages.FrameRows;
import org.virnuc.pipeline.stages.FrameRows.Letters;
import org.virnuc.pipeline.stages.InputFiles;
import org.virnuc.pipeline.stages.ScoredChunks;
import org.virnuc.pipeline.stages.ScoredChunks.ChunkedFrames;
import org.virnuc.pipeline.stages.Verdicts;

/** Runs the nine stages from FASTA to verdicts, one line per stage, with the optional steps before consensus. */
public final class Pipeline {
    private final StageRunner runner;
    private final Stages stages;

    public Pipeline(StageRunner runner, Stages stages) {
        this.runner = runner;
        this.stages = stages;
    }

    /**
     * Runs the stages that have no finished output.
     *
     * @throws InterruptedException if the run was cancelled; finished work is kept
     */
    public Artifact<Verdicts> run(Artifact<InputFiles> input) throws IOException, InterruptedException {
        var chunks = runner.run(stages.chunking(), input);
        var frames = runner.run(stages.translation(), chunks);
        var nucleotides = runner.run(stages.nucleotideSplitting(), frames);
        var proteins = runner.run(stages.proteinSplitting(), frames);
        var dnaVectors = runner.run(stages.dnabertS(), nucleotides);
        var proteinVectors = runner.run(stages.esm2(), proteins);
        var vectors = dnaVectors.with(proteinVectors, Embeddings::new);
        var joined = runner.run(stages.merging(), vectors);
        // Features refer to the vectors' files without containing them, so they change if either encoder's output does.
        var features = vectors.with(joined, (embeddings, shards) -> shards);
        var scores = runner.run(stages.prediction(), features);
        var chunked = chunks.with(frames, ChunkedFrames::new);
        var letters = frames.with(nucleotides.with(proteins, Letters::new), FrameRows::new);
        var scored = new ScoredArtifacts(chunked, letters, features, chunked.with(scores, ScoredChunks::new));
        for (ExtraStep step : stages.extra()) {
            scored = step.run(runner, scored);
        }
        return runner.run(stages.consensus(), scored.all());
    }
}
