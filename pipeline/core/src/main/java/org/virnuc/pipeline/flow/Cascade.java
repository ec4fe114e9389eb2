package org.virnuc.pipeline.flow;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.virnuc.calling.AnswerOptions;
import org.virnuc.calling.ScoreError;
import org.virnuc.calling.ScoreErrors;
import org.virnuc.calling.confidence.Confidence;
import org.virnuc.engine.Artifact;
import org.virnuc.engine.Setting;
import org.virnuc.engine.Stage;
import org.virnuc.engine.StageId;
import org.virnuc.engine.run.StageRunner;
import org.virnuc.models.EncoderOptions;
import org.virnuc.models.store.ModelOpener;
import org.virnuc.models.store.ModelPack;
import org.virnuc.models.store.ModelPart;
import org.virnuc.models.store.ModelStore;
import org.virnuc.pipeline.cascade.CascadeOptions;
import org.virnuc.pipeline.embeddings.EmbeddingCache;
import org.virnuc.pipeline.stages.BandChoice;
import org.virnuc.pipeline.stages.BigModelStage;
import org.virnuc.pipeline.stages.CascadeBandStage;
import org.virnuc.pipeline.stages.CascadeScores;
import org.virnuc.pipeline.stages.CascadeScoresStage;
import org.virnuc.pipeline.stages.ConsensusStage;
import org.virnuc.pipeline.stages.Deciders;
import org.virnuc.pipeline.stages.FrameModels;
import org.virnuc.pipeline.stages.FrameRows;
import org.virnuc.pipeline.stages.RowScores;
import org.virnuc.pipeline.stages.SampleChoice;
import org.virnuc.pipeline.stages.ScoredChunks;

/**
 * The steps that only runs with {@code --cascade} have. The stages up to prediction are those of the small model, over all frames and the
 * same to the byte as in a run with it alone; then come these, from the small model's scores to scores by both; then what
 * every run has, with the big model's part of it.
 *
 * @param trial the sample, by the big model
 * @param band which chunks go to it
 * @param big those chunks, by the big model
 * @param scores of both put together
 */
public record Cascade(
        Stage<FrameRows, RowScores> trial,
        Stage<CascadeBandStage.Input, Deciders> band,
        Stage<BandChoice.Input, RowScores> big,
        Stage<CascadeScoresStage.Input, CascadeScores> scores) {

    /** Runs what has not been run: from the small model's scores to those that count. */
    Artifact<ScoredChunks> run(StageRunner runner, Artifact<ScoredChunks> screened, Artifact<FrameRows> frames)
            throws IOException, InterruptedException {
        var sample = runner.run(trial, frames);
        var framed = screened.with(frames, Screened::new);
        var tried = framed.with(sample, (all, some) -> new CascadeBandStage.Input(all.chunks, all.frames, some));
        var deciders = runner.run(band, tried);
        var chosen = frames.with(sample, Tried::new)
                .with(deciders, (all, who) -> new BandChoice.Input(all.frames, all.sample, who));
        var rest = runner.run(big, chosen);
        var both = tried.with(deciders, Decided::new)
                .with(
                        rest,
                        (all, some) -> new CascadeScoresStage.Input(
                                all.tried.screened(), all.tried.frames(), all.tried.trial(), some, all.deciders));
        return screened.with(runner.run(scores, both), ScoredChunks::with);
    }

    private record Screened(ScoredChunks chunks, FrameRows frames) {}

    private record Tried(FrameRows frames, RowScores sample) {}

    private record Decided(CascadeBandStage.Input tried, Deciders deciders) {}

    /** What steps are made from. */
    public record Models(ModelStore store, ModelOpener opener, EncoderOptions options, @Nullable EmbeddingCache cache) {
        public FrameModels of(ModelPack pack) {
            return new FrameModels(
                    () -> opener.openEncoder(pack.dna(), options),
                    () -> opener.openEncoder(pack.protein(), options),
                    () -> opener.openHead(pack.head(), options),
                    Stages.reuse(pack.dna(), store, options, cache),
                    Stages.reuse(pack.protein(), store, options, cache));
        }

        private Setting precision() {
            return new Setting("precision", store.rounding(options), "lower precisions round the vectors");
        }

        private void addThreads(List<Setting> settings, String name, ModelPart part) {
            Stages.addThreads(settings, name, part, store, options);
        }
    }

    /** The stages of a run in which {@code small} screens for {@code big}; probabilities there are none, for they belong to one model. */
    public static Stages stages(
            int length, Models models, ModelPack small, ModelPack big, AnswerOptions answers, CascadeOptions options) {
        Stages screening = Stages.of(
                length, models.store, models.opener, small, models.options, AnswerOptions.DEFAULT, models.cache);
        Stages full = Stages.of(length, models.store, models.opener, big, models.options, answers, models.cache);
        Cascade cascade = of(options, models.of(big), settings("", big, models), both(small, big, models));
        return new Stages(
                screening.chunking(),
                screening.translation(),
                screening.nucleotideSplitting(),
                screening.proteinSplitting(),
                screening.dnabertS(),
                screening.esm2(),
                screening.merging(),
                screening.prediction(),
                new ConsensusStage(answers, Confidence.NONE, scoreError(models, big)),
                full.dnaOnly(),
                full.refinement(),
                Optional.of(cascade));
    }

    /** Of the big model: chunks near a tie are its own. */
    private static Optional<ScoreError> scoreError(Models models, ModelPack big) {
        return ScoreErrors.in(models.store.cacheFolder())
                .find(big, models.store.precision(models.options).word());
    }

    /**
     * The steps.
     *
     * @param settings of the big model
     * @param both the settings of both models
     */
    public static Cascade of(CascadeOptions options, FrameModels big, List<Setting> settings, List<Setting> both) {
        SampleChoice sample = new SampleChoice(options);
        List<Setting> ofTrial = new ArrayList<>(settings);
        ofTrial.add(sample.setting());
        return new Cascade(
                new BigModelStage<>(StageId.CASCADE_TRIAL, ofTrial, big, sample),
                new CascadeBandStage(options, both),
                new BigModelStage<>(StageId.CASCADE_BIG, settings, big, new BandChoice()),
                new CascadeScoresStage());
    }

    private static List<Setting> settings(String prefix, ModelPack pack, Models models) {
        List<Setting> settings = new ArrayList<>(List.of(
                new Setting(
                        prefix + "dna", pack.dna().sha256(), "the encoder's weights and tokenizer make the vectors"),
                new Setting(prefix + "protein", pack.protein().sha256(), "likewise"),
                new Setting(prefix + "head", pack.head().sha256(), "the head's weights make the scores"),
                models.precision()));
        models.addThreads(settings, prefix + "dna-operator-threads", pack.dna());
        models.addThreads(settings, prefix + "protein-operator-threads", pack.protein());
        return settings;
    }

    private static List<Setting> both(ModelPack small, ModelPack big, Models models) {
        List<Setting> both = new ArrayList<>(settings("small_", small, models).subList(0, 3));
        both.addAll(settings("big_", big, models));
        return both;
    }
}
