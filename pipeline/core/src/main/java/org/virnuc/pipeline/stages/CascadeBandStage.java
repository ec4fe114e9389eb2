package org.virnuc.pipeline.stages;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.virnuc.calling.RecordScores;
import org.virnuc.engine.FinishedStage;
import org.virnuc.engine.QualityWarning;
import org.virnuc.engine.Setting;
import org.virnuc.engine.Stage;
import org.virnuc.engine.StageId;
import org.virnuc.engine.StageObserver;
import org.virnuc.engine.StageOutput;
import org.virnuc.files.OutputFile;
import org.virnuc.pipeline.cascade.Band;
import org.virnuc.pipeline.cascade.BandSearch;
import org.virnuc.pipeline.cascade.CascadeFile;
import org.virnuc.pipeline.cascade.CascadeOptions;
import org.virnuc.pipeline.cascade.ChunkSampleDraw;
import org.virnuc.pipeline.cascade.ChunkSampleSize;
import org.virnuc.pipeline.cascade.Decider;
import org.virnuc.pipeline.cascade.FoundBand;

/**
 * Finds the band of a cascade from the sample that both models have scored, and assigns each chunk to a model. Writes
 * {@code deciders.bin}, and {@code cascade.json} about the band.
 */
public final class CascadeBandStage implements Stage<CascadeBandStage.Input, DecisionFile> {
    static final String BIG = "chunks_big";

    private static final String FORMAT_VERSION = "2";

    private final CascadeOptions options;
    private final List<Setting> models;

    /**
     * Creates the stage.
     *
     * @param models settings that the scores of both models depend on; written to {@code cascade.json}
     */
    public CascadeBandStage(CascadeOptions options, List<Setting> models) {
        this.options = options;
        this.models = List.copyOf(models);
    }

    /**
     * The input from which the band is found.
     *
     * @param screened all chunks with the small model's scores
     * @param trial the big model's scores of the sample
     */
    public record Input(ScoredChunks screened, FrameRows frames, RowScores trial) {}

    @Override
    public StageId id() {
        return StageId.CASCADE_BAND;
    }

    @Override
    public List<Setting> settings() {
        List<Setting> settings = new ArrayList<>(models);
        settings.add(
                new Setting("agreement", options.agreement().toPlainString(), "the band is as wide as that takes"));
        settings.add(new Setting("rule", options.rule().word(), "whose lead decides about a chunk"));
        settings.add(new Setting("format", FORMAT_VERSION, "how the band is found, and the layout of the files"));
        return settings;
    }

    @Override
    public long items(Input input) {
        return input.frames().frames().chunkCount();
    }

    @Override
    public void run(Input input, StageOutput output, StageObserver observer) throws IOException, InterruptedException {
        long scored = input.frames().scoredChunks();
        boolean sampled = ChunkSampleSize.of(scored, options) > 0;
        FoundBand found = sampled ? search(input) : FoundBand.EVERYTHING;
        CascadeFile.Chunks chunks;
        try (OutputFile file = output.create(DecisionFile.FILE_NAME)) {
            chunks = decide(input, found.band(), file, observer);
            file.commit();
        }
        try (OutputFile file = output.create(CascadeFile.FILE_NAME)) {
            Map<String, String> settings = models.stream().collect(Collectors.toMap(Setting::name, Setting::value));
            file.write(CascadeFile.of(options, settings, found, chunks).written());
            file.commit();
        }
        output.count("chunks_scored", chunks.scored());
        output.count("chunks_small", chunks.clear());
        output.count(BIG, chunks.band() + chunks.sample());
        observer.metric("sample_chunks", chunks.sample());
        observer.metric("band_lead", found.band().lead());
        if (scored > 0 && chunks.clear() == 0 && options.mayDiffer() > 0) {
            output.warning(new QualityWarning(
                    QualityWarning.Kind.CASCADE_SAVES_NOTHING, nothing(sampled), scored, scored, List.of()));
        }
    }

    private String nothing(boolean sampled) {
        String why = sampled
                ? "the small model's labels differ too often from the big one's for an agreement of "
                        + options.agreement().toPlainString()
                : "to show an agreement of " + options.agreement().toPlainString() + " pays from "
                        + ChunkSampleSize.leastScored(options) + " scored chunks on";
        return "all scored chunks go to the big model, so `cascade` saves nothing: " + why;
    }

    /** Compares the labels of the sample. */
    private FoundBand search(Input input) throws IOException, InterruptedException {
        ChunkSampleDraw draw = ChunkSampleSelection.draw(input.frames(), options);
        BandSearch search = new BandSearch(options);
        try (LeadCursor cursor = new LeadCursor(input.screened(), options.rule());
                BigModelScores big = new BigModelScores(input.frames(), List.of(input.trial()))) {
            cursor.run(new LeadCursor.Visitor() {
                @Override
                public void scored(RecordScores record, int chunk, float lead, LeadCursor.Rows rows)
                        throws IOException {
                    ChunkSampleDraw.Half half = draw.next();
                    if (half != ChunkSampleDraw.Half.NONE) {
                        ChunkVerdict small =
                                new ChunkVerdict("", rows.count(), record.others(chunk), record.virus(chunk));
                        search.add(
                                half, lead, small.virus() == verdict(big, rows).virus());
                    }
                }

                @Override
                public void unscored() {}
            });
        }
        return search.found();
    }

    private static ChunkVerdict verdict(BigModelScores big, LeadCursor.Rows rows) throws IOException {
        List<FrameScore> scores = new ArrayList<>();
        for (int frame = 0; frame < rows.count(); frame++) {
            scores.add(big.score("sampled frame", rows.first() + frame));
        }
        return ChunkVerdict.of("", scores);
    }

    private CascadeFile.Chunks decide(Input input, Band band, OutputStream out, StageObserver observer)
            throws IOException, InterruptedException {
        ChunkSampleDraw draw = ChunkSampleSelection.draw(input.frames(), options);
        Map<Decider, Long> decided = new EnumMap<>(Decider.class);
        ItemCounter items = new ItemCounter(observer);
        out.write(DecisionFile.MAGIC);
        try (LeadCursor cursor = new LeadCursor(input.screened(), options.rule())) {
            cursor.run(new LeadCursor.Visitor() {
                @Override
                public void scored(RecordScores record, int chunk, float lead, LeadCursor.Rows rows)
                        throws IOException, InterruptedException {
                    boolean sample = draw.next() != ChunkSampleDraw.Half.NONE;
                    add(sample ? Decider.SAMPLE : band.contains(lead) ? Decider.BAND : Decider.CLEAR);
                }

                @Override
                public void unscored() throws IOException, InterruptedException {
                    add(Decider.NONE);
                }

                private void add(Decider decider) throws IOException, InterruptedException {
                    out.write(decider.code());
                    decided.merge(decider, 1L, Long::sum);
                    items.add(1);
                }
            });
        }
        items.flush();
        return new CascadeFile.Chunks(
                input.frames().scoredChunks(),
                count(decided, Decider.CLEAR),
                count(decided, Decider.BAND),
                count(decided, Decider.SAMPLE));
    }

    private static long count(Map<Decider, Long> decided, Decider decider) {
        return Objects.requireNonNullElse(decided.get(decider), 0L);
    }

    @Override
    public DecisionFile open(Input input, FinishedStage finished) {
        return new DecisionFile(finished.file(DecisionFile.FILE_NAME), finished.file(CascadeFile.FILE_NAME));
    }
}
