package org.virnuc.pipeline;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.virnuc.calling.ResultOptions;
import org.virnuc.calling.ScoreError;
import org.virnuc.calling.confidence.Confidence;
import org.virnuc.calling.confidence.ConfidenceOptions;
import org.virnuc.calling.confidence.Selection;
import org.virnuc.engine.Setting;
import org.virnuc.engine.StageId;
import org.virnuc.files.Digests;
import org.virnuc.models.chunkhead.ChunkHead;
import org.virnuc.pipeline.cascade.CascadeOptions;
import org.virnuc.pipeline.cascade.LeadRule;
import org.virnuc.pipeline.embeddings.EmbeddingCache;
import org.virnuc.pipeline.embeddings.EmbeddingKey;
import org.virnuc.pipeline.embeddings.EncoderSource;
import org.virnuc.pipeline.flow.Cascade;
import org.virnuc.pipeline.flow.ChunkHeadStep;
import org.virnuc.pipeline.flow.DnaOnlyStep;
import org.virnuc.pipeline.flow.ExtraStep;
import org.virnuc.pipeline.flow.RefinementStep;
import org.virnuc.pipeline.flow.Stages;
import org.virnuc.pipeline.flow.StretchStep;
import org.virnuc.pipeline.stages.ChunkFeatureStage;
import org.virnuc.pipeline.stages.ChunkHeadStage;
import org.virnuc.pipeline.stages.ChunkModels;
import org.virnuc.pipeline.stages.ConsensusStage;
import org.virnuc.pipeline.stages.DnaOnlyStage;
import org.virnuc.pipeline.stages.EmbeddingStage;
import org.virnuc.pipeline.stages.EvidenceModels;
import org.virnuc.pipeline.stages.FrameModels;
import org.virnuc.pipeline.stages.PredictionStage;
import org.virnuc.pipeline.stages.RecordChoice;
import org.virnuc.pipeline.stages.RefinementStage;
import org.virnuc.pipeline.stages.StretchSelection;
import org.virnuc.pipeline.stages.StretchStage;
import org.virnuc.sequences.StretchFinder;
import org.virnuc.sequences.StretchFinder.Limits;

/** A model whose vectors and scores are hashes: deterministic, different for every sequence, and free of any engine. */
public final class FakeModel {
    static final int DNA_DIMENSION = 6;
    static final int PROTEIN_DIMENSION = 3;

    String dnaWeights = "dna-1";
    String proteinWeights = "protein-1";
    String headWeights = "head-1";
    String dnaHeadWeights = "dna-head-1";
    float chunkHeadWeight = 1;
    int mostChunks = 10_000;
    String precision = "fp32";
    int length = 500;
    /** Whether scores are of how often G follows C, which is the same on both strands, in place of hashes. */
    boolean byLetters;
    /** Whether scores are what the DNA vector begins with. */
    boolean byVector;

    StretchSelection stretches = StretchSelection.DEFAULT;

    @Nullable CascadeOptions cascade;

    String bigHeadWeights = "big-head-1";
    /** How far the big model's scores may be from the small one's. */
    float bigNoise = 0.1f;
    /** How far the model's own scores may be from those without noise. */
    float noise;

    ResultOptions answers = ResultOptions.DEFAULT.from(0);

    @Nullable EmbeddingCache cache;

    /** Sequences that a stage must have encoded before a shard that is not full has its turn; shards run concurrently. */
    int beforeLastShard;

    @Nullable ScoreError error;

    /** Sequences handed to the encoders so far, by stage. */
    public final Map<StageId, List<String>> encoded = new HashMap<>();
    /** How often a model was opened, by stage. */
    final Map<StageId, Integer> opened = new HashMap<>();

    /** The nine stages with this model, and the steps that its answers need. */
    public Stages stages() {
        List<ExtraStep> extra = new ArrayList<>();
        Confidence confidence = Confidence.NONE;
        if (answers.judged()) {
            ChunkHead head = FakeChunkHead.of(chunkHeadWeight);
            extra.add(new ChunkHeadStep(chunkHeadStage(), StretchFinder.Limits.DEFAULT, head.digest()));
            confidence = Confidence.judged(answers.confidence(), head, length, Optional.empty());
        }
        if (cascade != null) {
            extra.add(cascadeSteps());
        }
        if (answers.stretches()) {
            extra.add(new StretchStep(stretchStage(), stretches));
        }
        if (answers.dnaOnly()) {
            extra.add(new DnaOnlyStep(dnaOnlyStage()));
        }
        if (answers.confidence().refine()) {
            extra.add(new RefinementStep(refinementStage()));
        }
        return Stages.of(
                        length,
                        encoderStage(StageId.DNABERT_S),
                        encoderStage(StageId.ESM_2),
                        predictionStage(),
                        new ConsensusStage(answers, confidence, Optional.ofNullable(error)))
                .with(extra);
    }

    /** The steps of a cascade, which {@link #cascading} has asked for. */
    Cascade cascadeSteps() {
        Setting head = new Setting("head", bigHeadWeights, "the head's weights make the scores");
        FrameModels big = new FrameModels(
                source(StageId.CASCADE_BIG, true),
                source(StageId.CASCADE_BIG, false),
                () -> FakeHead.of(this, bigHeadWeights, DNA_DIMENSION + PROTEIN_DIMENSION, bigNoise));
        return Cascade.of(Objects.requireNonNull(cascade), big, List.of(head), List.of(head));
    }

    /** The encoder as a stage gets it, behind the cache where there is one. */
    private EncoderSource source(StageId id, boolean dna) {
        String salt = (dna ? dnaWeights : proteinWeights) + precision;
        int dimension = dna ? DNA_DIMENSION : PROTEIN_DIMENSION;
        EncoderSource source = EncoderSource.lazily(() -> new FakeEncoder(this, id, dimension, salt));
        return cache == null
                ? source
                : source.cachedIn(cache, new EmbeddingKey((dna ? "dna " : "protein ") + salt, dimension));
    }

    /**
     * A big model decides where the small one is not sure. Scores of both come from the first number of the DNA vector; the big one's differ
     * from it by a little noise.
     */
    FakeModel cascading(String agreement, LeadRule rule) {
        cascade = new CascadeOptions(new BigDecimal(agreement), rule);
        byVector = true;
        return this;
    }

    FakeModel otherBigHead() {
        bigHeadWeights = "big-head-2";
        return this;
    }

    EmbeddingStage encoderStage(StageId id) {
        boolean dna = id == StageId.DNABERT_S;
        String weights = dna ? dnaWeights : proteinWeights;
        List<Setting> settings = List.of(
                new Setting("model", weights, "the encoder's weights and tokenizer make the vectors"),
                new Setting("precision", precision, "lower precisions round the vectors"));
        return new EmbeddingStage(id, settings, source(id, dna));
    }

    PredictionStage predictionStage() {
        String salt = headWeights;
        return new PredictionStage(
                new Setting("head", headWeights, "the head's weights make the scores"),
                () -> FakeHead.of(this, salt, DNA_DIMENSION + PROTEIN_DIMENSION, noise),
                Optional.empty(),
                2);
    }

    DnaOnlyStage dnaOnlyStage() {
        String salt = dnaHeadWeights;
        return new DnaOnlyStage(
                List.of(
                        new Setting("model", dnaWeights, "the encoder's weights and tokenizer make the vectors"),
                        new Setting("precision", precision, "lower precisions round the vectors"),
                        new Setting("head", dnaHeadWeights, "the head's weights make the scores")),
                source(StageId.DNA_ONLY, true),
                () -> FakeHead.of(this, salt, DNA_DIMENSION));
    }

    ChunkHeadStage chunkHeadStage() {
        return new ChunkHeadStage(
                evidenceSettings(), new ChunkModels(evidence(StageId.CHUNK_HEAD), FakeChunkHead.of(chunkHeadWeight)));
    }

    /** Features of chunks of every third read and of records of other kinds. */
    ChunkFeatureStage chunkFeatureStage() {
        Set<String> records = new HashSet<>(List.of("contig0", "contig7", "open|3_chunk_7", "ambiguous", "stops"));
        for (int i = 0; i < 2_100; i += 3) {
            records.add("read" + i);
        }
        return new ChunkFeatureStage(
                evidenceSettings(),
                evidence(StageId.CHUNK_FEATURES),
                new ChunkFeatureStage.Chosen(
                        new RecordChoice(records, 2, mostChunks),
                        StretchFinder.Limits.DEFAULT,
                        List.of("scores", "dna-chunk", "protein-mean")));
    }

    /** The settings of all models that judge chunks. */
    private List<Setting> evidenceSettings() {
        List<Setting> settings = new ArrayList<>(model());
        settings.add(new Setting("dna-head", dnaHeadWeights, "the head's weights make the scores"));
        return settings;
    }

    private EvidenceModels evidence(StageId id) {
        String salt = dnaHeadWeights;
        return new EvidenceModels(
                frames(id),
                () -> FakeHead.of(this, salt, DNA_DIMENSION),
                new EvidenceModels.Widths(DNA_DIMENSION, PROTEIN_DIMENSION));
    }

    FakeModel fewerChunks() {
        mostChunks = 100;
        return this;
    }

    FakeModel otherChunkHead() {
        chunkHeadWeight = 2;
        return this;
    }

    RefinementStage refinementStage() {
        return new RefinementStage(model(), frames(StageId.REFINEMENT));
    }

    StretchStage stretchStage() {
        return new StretchStage(model(), frames(StageId.STRETCHES), stretches);
    }

    /** The settings of both encoders and the head. */
    private List<Setting> model() {
        return List.of(
                new Setting("dna", dnaWeights, "the encoder's weights and tokenizer make the vectors"),
                new Setting("protein", proteinWeights, "the encoder"),
                new Setting("head", headWeights, "the head's weights make the scores"),
                new Setting("precision", precision, "lower precisions round the vectors"));
    }

    private FrameModels frames(StageId id) {
        String salt = headWeights;
        return new FrameModels(
                source(id, true),
                source(id, false),
                () -> FakeHead.of(this, salt, DNA_DIMENSION + PROTEIN_DIMENSION, noise));
    }

    /** Boundaries of regions are looked at with windows. */
    public FakeModel refining() {
        byLetters = true;
        answers = answers.with(new ConfidenceOptions(
                Optional.empty(), Selection.DEFAULT, ConfidenceOptions.EVEN, ConfidenceOptions.Fallback.NONE, true));
        return this;
    }

    /** Chunks without an open frame are scored from their DNA. */
    public FakeModel withDnaOnly() {
        return with(ConfidenceOptions.Fallback.DNA);
    }

    /** Chunks without an open frame are scored by their stretches. */
    public FakeModel withStretches() {
        return with(ConfidenceOptions.Fallback.STRETCHES);
    }

    /** Chunks without an open frame are scored in this way. */
    public FakeModel with(ConfidenceOptions.Fallback fallback) {
        answers = answers.with(
                new ConfidenceOptions(Optional.empty(), Selection.DEFAULT, ConfidenceOptions.EVEN, fallback, false));
        return this;
    }

    FakeModel otherStretches() {
        stretches = new StretchSelection(new Limits(4, 20), true);
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

    public FakeModel otherHead() {
        headWeights = "head-2";
        return this;
    }

    FakeModel lowerPrecision() {
        precision = "bf16";
        return this;
    }

    FakeModel broadCalls() {
        answers = ResultOptions.parse("broad", answers.words()).from(0);
        return this;
    }

    FakeModel writing(String words) {
        answers = ResultOptions.parse("default", words).from(0);
        return this;
    }

    int encodedBy(StageId id) {
        return encoded.getOrDefault(id, List.of()).size();
    }

    void forget() {
        encoded.clear();
        opened.clear();
    }

    static float hash(String salt, byte[] content, int number) {
        java.security.MessageDigest digest = Digests.sha256();
        digest.update((salt + "/" + number + "/").getBytes(StandardCharsets.UTF_8));
        digest.update(content);
        return (ByteBuffer.wrap(digest.digest()).getInt() >>> 8) / (float) (1 << 24);
    }
}
