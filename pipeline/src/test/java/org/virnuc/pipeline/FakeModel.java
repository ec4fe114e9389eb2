package org.virnuc.pipeline;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.virnuc.models.BatchFigures;
import org.virnuc.models.BatchListener;
import org.virnuc.models.BatchRequest;
import org.virnuc.models.EncoderInfo;
import org.virnuc.models.FrameClassifier;
import org.virnuc.models.SequenceEncoder;
import org.virnuc.pipeline.agreement.ScoreError;
import org.virnuc.pipeline.calls.AnswerOptions;
import org.virnuc.pipeline.confidence.Confidence;
import org.virnuc.pipeline.confidence.ConfidenceOptions;
import org.virnuc.pipeline.confidence.Selection;
import org.virnuc.pipeline.embeddings.EmbeddingCache;
import org.virnuc.pipeline.embeddings.EncoderSpace;
import org.virnuc.pipeline.stages.ChunkingStage;
import org.virnuc.pipeline.stages.ConsensusStage;
import org.virnuc.pipeline.stages.DnaOnlyStage;
import org.virnuc.pipeline.stages.EmbeddingStage;
import org.virnuc.pipeline.stages.MergingStage;
import org.virnuc.pipeline.stages.PredictionStage;
import org.virnuc.pipeline.stages.RefinementStage;
import org.virnuc.pipeline.stages.SplittingStage;
import org.virnuc.pipeline.stages.TranslationStage;

/** A model whose vectors and scores are hashes: deterministic, different for every sequence, and free of any engine. */
final class FakeModel {
    static final int DNA_DIMENSION = 6;
    static final int PROTEIN_DIMENSION = 3;
    private static final int BATCH = 100;

    String dnaWeights = "dna-1";
    String proteinWeights = "protein-1";
    String headWeights = "head-1";
    String dnaHeadWeights = "dna-head-1";
    String precision = "fp32";
    int length = 500;
    /** Whether scores are of how often G follows C, which is the same on both strands, in place of hashes. */
    boolean byLetters;

    AnswerOptions answers = AnswerOptions.DEFAULT;

    @Nullable EmbeddingCache cache;

    @Nullable ScoreError error;

    /** Sequences handed to the encoders so far, by stage. */
    final Map<StageId, List<String>> encoded = new HashMap<>();
    /** How often a model was opened, by stage. */
    final Map<StageId, Integer> opened = new HashMap<>();

    /** The nine stages with this model. */
    Stages stages() {
        return new Stages(
                new ChunkingStage(length),
                new TranslationStage(),
                new SplittingStage(StageId.NUCLEOTIDE_SPLITTING),
                new SplittingStage(StageId.PROTEIN_SPLITTING),
                encoderStage(StageId.DNABERT_S),
                encoderStage(StageId.ESM_2),
                new MergingStage(),
                predictionStage(),
                new ConsensusStage(answers, Confidence.NONE, Optional.ofNullable(error)),
                answers.dnaOnly() ? Optional.of(dnaOnlyStage()) : Optional.empty(),
                answers.confidence().refine() ? Optional.of(refinementStage()) : Optional.empty());
    }

    EmbeddingStage encoderStage(StageId id) {
        boolean dna = id == StageId.DNABERT_S;
        String weights = dna ? dnaWeights : proteinWeights;
        List<Setting> settings = List.of(
                new Setting("model", weights, "the encoder's weights and tokenizer make the vectors"),
                new Setting("precision", precision, "lower precisions round the vectors"));
        String salt = weights + precision;
        int dimension = dna ? DNA_DIMENSION : PROTEIN_DIMENSION;
        EmbeddingStage.Reuse reuse =
                cache == null ? null : new EmbeddingStage.Reuse(cache, new EncoderSpace(id + salt, dimension));
        return new EmbeddingStage(id, settings, () -> new Encoder(id, dimension, salt), reuse);
    }

    PredictionStage predictionStage() {
        String salt = headWeights;
        return new PredictionStage(
                new Setting("head", headWeights, "the head's weights make the scores"),
                () -> new Head(salt, DNA_DIMENSION + PROTEIN_DIMENSION),
                Optional.empty());
    }

    DnaOnlyStage dnaOnlyStage() {
        String salt = dnaHeadWeights;
        return new DnaOnlyStage(
                List.of(
                        new Setting("model", dnaWeights, "the encoder's weights and tokenizer make the vectors"),
                        new Setting("head", dnaHeadWeights, "the head's weights make the scores")),
                () -> new Encoder(StageId.DNA_ONLY, DNA_DIMENSION, dnaWeights),
                () -> new Head(salt, DNA_DIMENSION));
    }

    RefinementStage refinementStage() {
        String salt = headWeights;
        return new RefinementStage(
                List.of(
                        new Setting("dna", dnaWeights, "the encoder's weights and tokenizer make the vectors"),
                        new Setting("protein", proteinWeights, "likewise"),
                        new Setting("head", headWeights, "the head's weights make the scores")),
                new RefinementStage.Models(
                        () -> new Encoder(StageId.REFINEMENT, DNA_DIMENSION, dnaWeights + precision),
                        () -> new Encoder(StageId.REFINEMENT, PROTEIN_DIMENSION, proteinWeights + precision),
                        () -> new Head(salt, DNA_DIMENSION + PROTEIN_DIMENSION)));
    }

    /** Boundaries of regions are looked at with windows. */
    FakeModel refining() {
        byLetters = true;
        answers = answers.with(new ConfidenceOptions(
                Optional.empty(), Selection.DEFAULT, ConfidenceOptions.EVEN, ConfidenceOptions.Fallback.NONE, true));
        return this;
    }

    /** Chunks without an open frame are scored from their DNA. */
    FakeModel withDnaOnly() {
        answers = answers.with(new ConfidenceOptions(
                Optional.empty(), Selection.DEFAULT, ConfidenceOptions.EVEN, ConfidenceOptions.Fallback.DNA, false));
        return this;
    }

    FakeModel otherDnaHead() {
        dnaHeadWeights = "dna-head-2";
        return this;
    }

    FakeModel shorterChunks() {
        length = 300;
        return this;
    }

    FakeModel otherDna() {
        dnaWeights = "dna-2";
        return this;
    }

    FakeModel otherProtein() {
        proteinWeights = "protein-2";
        return this;
    }

    FakeModel otherHead() {
        headWeights = "head-2";
        return this;
    }

    FakeModel lowerPrecision() {
        precision = "bf16";
        return this;
    }

    FakeModel broadCalls() {
        answers = AnswerOptions.parse("broad", answers.words());
        return this;
    }

    FakeModel writing(String words) {
        answers = AnswerOptions.parse("default", words);
        return this;
    }

    int encodedBy(StageId id) {
        return encoded.getOrDefault(id, List.of()).size();
    }

    void forget() {
        encoded.clear();
        opened.clear();
    }

    private static float shareOfCg(String sequence) {
        return (float) (sequence.length() - sequence.replace("CG", "").length()) / 2 / sequence.length();
    }

    private static float hash(String salt, byte[] content, int number) {
        java.security.MessageDigest digest = Digests.sha256();
        digest.update((salt + "/" + number + "/").getBytes(StandardCharsets.UTF_8));
        digest.update(content);
        return (ByteBuffer.wrap(digest.digest()).getInt() >>> 8) / (float) (1 << 24);
    }

    private final class Encoder implements SequenceEncoder {
        private final StageId id;
        private final int dimension;
        private final String salt;

        Encoder(StageId id, int dimension, String salt) {
            this.id = id;
            this.dimension = dimension;
            this.salt = salt;
            synchronized (FakeModel.this) {
                opened.merge(id, 1, Integer::sum);
            }
        }

        @Override
        public int dimension() {
            return dimension;
        }

        @Override
        public EncoderInfo info() {
            return new EncoderInfo("fake/" + id.word(), salt, "fake", 1, "fp32", "cpu");
        }

        /** One call after the other, whichever thread it comes from, so that a test can say after how much a run ends. */
        @Override
        public float[] encode(List<String> sequences, BatchListener listener) {
            synchronized (FakeModel.this) {
                return inTurn(sequences, listener);
            }
        }

        private float[] inTurn(List<String> sequences, BatchListener listener) {
            float[] vectors = new float[sequences.size() * dimension];
            for (int from = 0; from < sequences.size(); from += BATCH) {
                int to = Math.min(sequences.size(), from + BATCH);
                listener.before(new BatchRequest(to - from, (to - from) * 10L, (to - from) * 12L, "cpu"));
                for (int row = from; row < to; row++) {
                    byte[] content = sequences.get(row).getBytes(StandardCharsets.ISO_8859_1);
                    for (int i = 0; i < dimension; i++) {
                        vectors[row * dimension + i] =
                                byLetters ? shareOfCg(sequences.get(row)) : hash(salt, content, i);
                    }
                }
                encoded.computeIfAbsent(id, i -> new ArrayList<>()).addAll(sequences.subList(from, to));
                listener.batch(new BatchFigures(to - from, (to - from) * 10L, (to - from) * 12L, 1, "cpu"));
            }
            return vectors;
        }

        @Override
        public void close() {}
    }

    private final class Head implements FrameClassifier {
        private final String salt;
        private final int features;

        Head(String salt, int features) {
            this.salt = salt;
            this.features = features;
            opened.merge(StageId.PREDICTION, 1, Integer::sum);
        }

        @Override
        public int features() {
            return features;
        }

        @Override
        public float[] scores(float[] values, int rows) {
            float[] scores = new float[2 * rows];
            for (int row = 0; row < rows; row++) {
                ByteBuffer bytes = ByteBuffer.allocate(features() * Float.BYTES);
                bytes.asFloatBuffer().put(values, row * features(), features());
                scores[2 * row + 1] =
                        byLetters ? Math.min(1, 2 * values[row * features()]) : hash(salt, bytes.array(), 0);
                scores[2 * row] = 1 - scores[2 * row + 1];
            }
            return scores;
        }

        @Override
        public void close() {}
    }
}
