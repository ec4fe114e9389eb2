package org.virnuc.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Nested;
import org.virnuc.engine.Artifact;
import org.virnuc.engine.Stage;
import org.virnuc.engine.resume.Manifest;
import org.virnuc.pipeline.stages.ChunkFeatureRows;
import org.virnuc.pipeline.stages.ChunkHeadScores;
import org.virnuc.pipeline.stages.ChunkHeadStage;
import org.virnuc.pipeline.stages.Chunks;
import org.virnuc.pipeline.stages.DnaOnlyScores;
import org.virnuc.pipeline.stages.EmbeddingShards;
import org.virnuc.pipeline.stages.Embeddings;
import org.virnuc.pipeline.stages.FeatureShards;
import org.virnuc.pipeline.stages.FrameScores;
import org.virnuc.pipeline.stages.Frames;
import org.virnuc.pipeline.stages.InputFiles;
import org.virnuc.pipeline.stages.ScoredChunks;
import org.virnuc.pipeline.stages.ScoredChunks.ChunkedFrames;
import org.virnuc.pipeline.stages.SequenceShards;
import org.virnuc.pipeline.stages.StretchScores;
import org.virnuc.pipeline.stages.Verdicts;
import org.virnuc.sequences.UnscoredReason;

/** All stages keep the contract of {@link StageContract}; here is what each reads, and what its counts must add up to. */
class StageContractTest {

    @Nested
    class Chunking extends StageContract<InputFiles, Chunks> {
        @Override
        Stage<InputFiles, Chunks> stage(FakeModel model) {
            return model.stages().chunking();
        }

        @Override
        Artifact<InputFiles> input(StageInputs inputs) {
            return inputs.files();
        }

        @Override
        List<UnaryOperator<FakeModel>> changes() {
            return List.of(FakeModel::shorterChunks);
        }

        @Override
        void reconcile(InputFiles input, Manifest manifest) {
            assertThat(manifest.counts())
                    .containsEntry("records", (long) StageInputs.RECORDS)
                    .containsEntry("records", manifest.itemsIn());
            assertThat(count(manifest, "chunks")).isGreaterThan(StageInputs.RECORDS);
        }
    }

    @Nested
    class Translation extends StageContract<Chunks, Frames> {
        @Override
        Stage<Chunks, Frames> stage(FakeModel model) {
            return model.stages().translation();
        }

        @Override
        Artifact<Chunks> input(StageInputs inputs) throws IOException, InterruptedException {
            return inputs.chunks();
        }

        @Override
        void reconcile(Chunks input, Manifest manifest) {
            long unscored = 0;
            for (UnscoredReason reason : UnscoredReason.values()) {
                assertThat(count(manifest, reason.countName()))
                        .as(reason.word())
                        .isPositive();
                unscored += count(manifest, reason.countName());
            }
            assertThat(manifest.itemsIn()).isEqualTo(input.chunkCount()).isEqualTo(count(manifest, "chunks"));
            assertThat(count(manifest, "frames")).isBetween(input.chunkCount() - unscored, 6 * input.chunkCount());
        }
    }

    @Nested
    class NucleotideSplitting extends Splitting {
        @Override
        Stage<Frames, SequenceShards> stage(FakeModel model) {
            return model.stages().nucleotideSplitting();
        }
    }

    @Nested
    class ProteinSplitting extends Splitting {
        @Override
        Stage<Frames, SequenceShards> stage(FakeModel model) {
            return model.stages().proteinSplitting();
        }
    }

    abstract static class Splitting extends StageContract<Frames, SequenceShards> {
        @Override
        Artifact<Frames> input(StageInputs inputs) throws IOException, InterruptedException {
            return inputs.frames();
        }

        @Override
        void reconcile(Frames input, Manifest manifest) {
            assertThat(manifest.itemsIn()).isEqualTo(input.frameCount()).isEqualTo(count(manifest, "rows"));
            assertThat(count(manifest, "unique")).isLessThan(input.frameCount());
        }
    }

    @Nested
    class DnabertS extends Embedding {
        @Override
        Stage<SequenceShards, EmbeddingShards> stage(FakeModel model) {
            return model.stages().dnabertS();
        }

        @Override
        Artifact<SequenceShards> input(StageInputs inputs) throws IOException, InterruptedException {
            return inputs.nucleotides();
        }

        @Override
        List<UnaryOperator<FakeModel>> changes() {
            return List.of(FakeModel::otherDna, FakeModel::lowerPrecision);
        }
    }

    @Nested
    class Esm2 extends Embedding {
        @Override
        Stage<SequenceShards, EmbeddingShards> stage(FakeModel model) {
            return model.stages().esm2();
        }

        @Override
        Artifact<SequenceShards> input(StageInputs inputs) throws IOException, InterruptedException {
            return inputs.proteins();
        }

        @Override
        List<UnaryOperator<FakeModel>> changes() {
            return List.of(FakeModel::otherProtein, FakeModel::lowerPrecision);
        }
    }

    abstract static class Embedding extends StageContract<SequenceShards, EmbeddingShards> {
        @Override
        void reconcile(SequenceShards input, Manifest manifest) {
            assertThat(manifest.itemsIn()).isEqualTo(input.rows()).isEqualTo(count(manifest, "rows"));
            assertThat(count(manifest, "shards")).isEqualTo(2);
        }
    }

    @Nested
    class Merging extends StageContract<Embeddings, FeatureShards> {
        @Override
        Stage<Embeddings, FeatureShards> stage(FakeModel model) {
            return model.stages().merging();
        }

        @Override
        Artifact<Embeddings> input(StageInputs inputs) throws IOException, InterruptedException {
            return inputs.embeddings();
        }

        @Override
        void reconcile(Embeddings input, Manifest manifest) {
            assertThat(manifest.itemsIn()).isEqualTo(input.dna().rows()).isEqualTo(count(manifest, "rows"));
        }
    }

    @Nested
    class Prediction extends StageContract<FeatureShards, FrameScores> {
        @Override
        Stage<FeatureShards, FrameScores> stage(FakeModel model) {
            return model.stages().prediction();
        }

        @Override
        Artifact<FeatureShards> input(StageInputs inputs) throws IOException, InterruptedException {
            return inputs.features();
        }

        @Override
        List<UnaryOperator<FakeModel>> changes() {
            return List.of(FakeModel::otherHead);
        }

        @Override
        void reconcile(FeatureShards input, Manifest manifest) {
            assertThat(manifest.itemsIn()).isEqualTo(input.rows()).isEqualTo(count(manifest, "rows"));
        }
    }

    @Nested
    class Consensus extends StageContract<ScoredChunks, Verdicts> {
        @Override
        Stage<ScoredChunks, Verdicts> stage(FakeModel model) {
            return model.stages().consensus();
        }

        @Override
        List<UnaryOperator<FakeModel>> changes() {
            return List.of(FakeModel::broadCalls, model -> model.writing("none"), model -> model.writing("viral,host"));
        }

        @Override
        Artifact<ScoredChunks> input(StageInputs inputs) throws IOException, InterruptedException {
            return inputs.chunks().with(inputs.frames(), ChunkedFrames::new).with(inputs.scores(), ScoredChunks::new);
        }

        @Override
        void reconcile(ScoredChunks input, Manifest manifest) {
            assertThat(manifest.itemsIn()).isEqualTo(input.scores().rows());
            Map<String, Long> outcome = manifest.counts();
            assertThat(outcome.get("records")).isEqualTo(StageInputs.RECORDS);
            assertThat(count(manifest, "records_virus")
                            + count(manifest, "records_others")
                            + count(manifest, "records_unscored"))
                    .isEqualTo(StageInputs.RECORDS);
            long chunks = count(manifest, "chunks_scored");
            for (UnscoredReason reason : UnscoredReason.values()) {
                chunks += count(manifest, reason.countName());
            }
            assertThat(chunks).isEqualTo(input.chunked().chunks().chunkCount());
        }
    }

    @Nested
    class DnaOnly extends StageContract<ChunkedFrames, DnaOnlyScores> {
        @Override
        Stage<ChunkedFrames, DnaOnlyScores> stage(FakeModel model) {
            return model.dnaOnlyStage();
        }

        @Override
        List<UnaryOperator<FakeModel>> changes() {
            return List.of(FakeModel::otherDna, FakeModel::otherDnaHead, FakeModel::lowerPrecision);
        }

        @Override
        Artifact<ChunkedFrames> input(StageInputs inputs) throws IOException, InterruptedException {
            return inputs.chunks().with(inputs.frames(), ChunkedFrames::new);
        }

        @Override
        void reconcile(ChunkedFrames input, Manifest manifest) {
            assertThat(manifest.itemsIn()).isEqualTo(count(manifest, "rows"));
            assertThat(count(manifest, "rows"))
                    .isGreaterThanOrEqualTo(input.frames().chunkCount(UnscoredReason.NO_OPEN_FRAME));
            assertThat(count(manifest, "shards")).isEqualTo(1);
        }
    }

    @Nested
    class Stretches extends StageContract<ScoredChunks, StretchScores> {
        @Override
        Stage<ScoredChunks, StretchScores> stage(FakeModel model) {
            return model.stretchStage();
        }

        @Override
        List<UnaryOperator<FakeModel>> changes() {
            return List.of(
                    FakeModel::otherDna,
                    FakeModel::otherProtein,
                    FakeModel::otherHead,
                    FakeModel::lowerPrecision,
                    FakeModel::otherStretches);
        }

        @Override
        Artifact<ScoredChunks> input(StageInputs inputs) throws IOException, InterruptedException {
            return inputs.screened();
        }

        @Override
        void reconcile(ScoredChunks input, Manifest manifest) {
            assertThat(manifest.itemsIn()).isEqualTo(count(manifest, "rows")).isPositive();
            assertThat(count(manifest, "rows_with_scores")).isLessThanOrEqualTo(count(manifest, "rows"));
            assertThat(count(manifest, "chunks_with_stretches"))
                    .isBetween(count(manifest, "rows") / 3, count(manifest, "rows"))
                    .isLessThanOrEqualTo(input.chunked().frames().chunkCount(UnscoredReason.NO_OPEN_FRAME));
        }
    }

    private static Artifact<ChunkHeadStage.Input> evidence(StageInputs inputs)
            throws IOException, InterruptedException {
        return inputs.chunks()
                .with(inputs.frames(), ChunkedFrames::new)
                .with(
                        inputs.features(),
                        (chunked, features) -> new ChunkHeadStage.Input(chunked, features.embeddings()));
    }

    @Nested
    class ChunkHead extends StageContract<ChunkHeadStage.Input, ChunkHeadScores> {
        @Override
        Stage<ChunkHeadStage.Input, ChunkHeadScores> stage(FakeModel model) {
            return model.chunkHeadStage();
        }

        @Override
        List<UnaryOperator<FakeModel>> changes() {
            return List.of(
                    FakeModel::otherDna,
                    FakeModel::otherProtein,
                    FakeModel::otherHead,
                    FakeModel::otherDnaHead,
                    FakeModel::otherChunkHead,
                    FakeModel::lowerPrecision);
        }

        @Override
        Artifact<ChunkHeadStage.Input> input(StageInputs inputs) throws IOException, InterruptedException {
            return evidence(inputs);
        }

        @Override
        void reconcile(ChunkHeadStage.Input input, Manifest manifest) {
            Frames frames = input.chunked().frames();
            assertThat(count(manifest, "rows"))
                    .isEqualTo(frames.chunkCount()
                            - frames.chunkCount(UnscoredReason.TOO_SHORT)
                            - frames.chunkCount(UnscoredReason.AMBIGUOUS));
            assertThat(count(manifest, "files")).isGreaterThan(1);
        }
    }

    @Nested
    class ChunkFeature extends StageContract<ChunkHeadStage.Input, ChunkFeatureRows> {
        @Override
        Stage<ChunkHeadStage.Input, ChunkFeatureRows> stage(FakeModel model) {
            return model.chunkFeatureStage();
        }

        @Override
        List<UnaryOperator<FakeModel>> changes() {
            return List.of(
                    FakeModel::otherDna,
                    FakeModel::otherProtein,
                    FakeModel::otherHead,
                    FakeModel::otherDnaHead,
                    FakeModel::fewerChunks,
                    FakeModel::lowerPrecision);
        }

        @Override
        Artifact<ChunkHeadStage.Input> input(StageInputs inputs) throws IOException, InterruptedException {
            return evidence(inputs);
        }

        @Override
        void reconcile(ChunkHeadStage.Input input, Manifest manifest) {
            assertThat(count(manifest, "rows"))
                    .as("700 reads, at most two chunks of the others, all but the ambiguous one")
                    .isBetween(703L, 707L);
            assertThat(count(manifest, "files")).isGreaterThan(1);
        }
    }
}
