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

/** From FASTA to verdicts in nine stages; each line is one. */
public final class Pipeline {
    private final StageRunner runner;
    private final Stages stages;

    public Pipeline(StageRunner runner, Stages stages) {
        this.runner = runner;
        this.stages = stages;
    }

    /**
     * Runs what has not been run.
     *
     * @throws InterruptedException where the run was cancelled; what is finished stays
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
        // The join says where the vectors stand and does not hold them: features are new where either is.
        var features = vectors.with(joined, (embeddings, shards) -> shards);
        var scores = runner.run(stages.prediction(), features);
        var screened = chunks.with(frames, ChunkedFrames::new).with(scores, ScoredChunks::new);
        var scored = cascaded(screened, frames.with(nucleotides.with(proteins, Letters::new), FrameRows::new));
        return runner.run(stages.consensus(), filled(scored, chunks.with(frames, ChunkedFrames::new)));
    }

    /** Lets a big model decide where only some runs have one. */
    private Artifact<ScoredChunks> cascaded(Artifact<ScoredChunks> screened, Artifact<FrameRows> frames)
            throws IOException, InterruptedException {
        return stages.cascade().isEmpty() ? screened : stages.cascade().get().run(runner, screened, frames);
    }

    /** Adds what only some runs have: scores of chunks without a frame, and of windows around boundaries. */
    private Artifact<ScoredChunks> filled(Artifact<ScoredChunks> scored, Artifact<ChunkedFrames> chunks)
            throws IOException, InterruptedException {
        Artifact<ScoredChunks> filled = scored;
        if (stages.dnaOnly().isPresent()) {
            filled = filled.with(runner.run(stages.dnaOnly().get(), chunks), ScoredChunks::with);
        }
        if (stages.refinement().isPresent()) {
            filled = filled.with(runner.run(stages.refinement().get(), scored), ScoredChunks::with);
        }
        return filled;
    }
}
