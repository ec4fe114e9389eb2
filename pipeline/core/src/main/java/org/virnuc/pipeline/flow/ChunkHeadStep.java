package org.virnuc.pipeline.flow;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.virnuc.calling.confidence.ConfidenceOptions.Fallback;
import org.virnuc.engine.Setting;
import org.virnuc.engine.StageId;
import org.virnuc.engine.run.StageRunner;
import org.virnuc.models.chunkhead.ChunkHead;
import org.virnuc.models.store.ModelPack;
import org.virnuc.models.store.ModelPart;
import org.virnuc.pipeline.stages.ChunkHeadScores;
import org.virnuc.pipeline.stages.ChunkHeadStage;
import org.virnuc.pipeline.stages.ChunkModels;
import org.virnuc.pipeline.stages.EncoderLoad;
import org.virnuc.pipeline.stages.ScoredChunks;
import org.virnuc.pipeline.stages.ScoredChunks.ChunkedFrames;
import org.virnuc.sequences.ScratchFolder;
import org.virnuc.sequences.StretchFinder;

/**
 * Judges whole chunks with the chunk head of a model. The judgements replace the scores of frames.
 *
 * @param limits the stretches of a chunk that are read by the encoders
 * @param sha256 of the chunk head
 */
public record ChunkHeadStep(ChunkHeadStage stage, StretchFinder.Limits limits, String sha256) implements ExtraStep {

    static ChunkHeadStep of(StepModels models, ModelPack pack) {
        ChunkHead chunkHead = models.chunkHead(pack);
        ModelPart dnaHead = models.dnaHead(pack);
        List<Setting> settings = models.settings().model(pack);
        settings.add(new Setting("dna-head", dnaHead.sha256(), "the head's weights make the scores of whole chunks"));
        ChunkModels used = new ChunkModels(models.evidence(pack), chunkHead);
        return new ChunkHeadStep(
                new ChunkHeadStage(settings, used),
                used.limits(),
                used.chunkHead().digest());
    }

    /** Returns a step with the judgements of all shards. */
    public ChunkHeadStep given(List<ChunkHeadScores> shards) {
        return new ChunkHeadStep(stage.given(shards), limits, sha256);
    }

    @Override
    public List<StageId> stages() {
        return List.of(stage.id());
    }

    @Override
    public Map<String, Object> settings() {
        return Map.of("fallback", Fallback.CHUNK_HEAD.word(), "chunk_head_sha256", sha256);
    }

    @Override
    public Map<String, String> environment() {
        return Map.of("model_chunk_head_sha256", sha256);
    }

    @Override
    public Optional<EncoderLoad> load(ChunkedFrames input, ScratchFolder scratch) throws IOException {
        return Optional.of(ChunkHeadStage.load(input, limits, scratch));
    }

    @Override
    public List<String> estimateKey() {
        return List.of("fallback " + Fallback.CHUNK_HEAD.word());
    }

    @Override
    public ScoredArtifacts run(StageRunner runner, ScoredArtifacts scored) throws IOException, InterruptedException {
        var input = scored.chunked()
                .with(
                        scored.features(),
                        (chunked, features) -> new ChunkHeadStage.Input(chunked, features.embeddings()));
        return scored.by(scored.byFrames().with(runner.run(stage, input), ScoredChunks::with));
    }
}
