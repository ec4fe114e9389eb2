package org.virnuc.pipeline.flow;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.virnuc.calling.AnswerOptions;
import org.virnuc.calling.confidence.Confidence;
import org.virnuc.engine.Artifact;
import org.virnuc.engine.Setting;
import org.virnuc.engine.Stage;
import org.virnuc.engine.StageId;
import org.virnuc.engine.run.StageRunner;
import org.virnuc.models.store.ModelPack;
import org.virnuc.pipeline.cascade.CascadeOptions;
import org.virnuc.pipeline.stages.BandSelection;
import org.virnuc.pipeline.stages.BigModelStage;
import org.virnuc.pipeline.stages.CascadeBandStage;
import org.virnuc.pipeline.stages.CascadeScores;
import org.virnuc.pipeline.stages.CascadeScoresStage;
import org.virnuc.pipeline.stages.ConsensusStage;
import org.virnuc.pipeline.stages.DecisionFile;
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
        Stage<CascadeBandStage.Input, DecisionFile> band,
        Stage<BandSelection.Input, RowScores> big,
        Stage<CascadeScoresStage.Input, CascadeScores> scores)
        implements ExtraStep {

    @Override
    public List<StageId> stages() {
        return List.of(trial.id(), band.id(), big.id(), scores.id());
    }

    /** From the small model's scores to those that count. */
    @Override
    public Scored run(StageRunner runner, Scored scored) throws IOException, InterruptedException {
        Artifact<ScoredChunks> screened = scored.byFrames();
        Artifact<FrameRows> frames = scored.frames();
        var sample = runner.run(trial, frames);
        var framed = screened.with(frames, Screened::new);
        var tried = framed.with(sample, (all, some) -> new CascadeBandStage.Input(all.chunks, all.frames, some));
        var deciders = runner.run(band, tried);
        var chosen = frames.with(sample, Tried::new)
                .with(deciders, (all, who) -> new BandSelection.Input(all.frames, all.sample, who));
        var rest = runner.run(big, chosen);
        var both = tried.with(deciders, Decided::new)
                .with(
                        rest,
                        (all, some) -> new CascadeScoresStage.Input(
                                all.tried.screened(), all.tried.frames(), all.tried.trial(), some, all.deciders));
        return scored.by(screened.with(runner.run(scores, both), ScoredChunks::with));
    }

    private record Screened(ScoredChunks chunks, FrameRows frames) {}

    private record Tried(FrameRows frames, RowScores sample) {}

    private record Decided(CascadeBandStage.Input tried, DecisionFile deciders) {}

    /** The stages of a run in which {@code small} screens for {@code big}; probabilities there are none, for they belong to one model. */
    public static Stages stages(
            int length,
            StepModels models,
            ModelPack small,
            ModelPack big,
            AnswerOptions answers,
            CascadeOptions options) {
        ModelSettings settings = models.settings();
        List<ExtraStep> extra = new ArrayList<>();
        extra.add(of(options, models.frames(big), settings.model(big), settings.models(small, big)));
        extra.addAll(Stages.extraSteps(models, big, answers));
        // Chunks near a tie are those of the big model.
        ConsensusStage consensus = new ConsensusStage(answers, Confidence.NONE, models.scoreError(big));
        return Stages.of(length, models, small, AnswerOptions.DEFAULT).with(consensus, extra);
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
                new BigModelStage<>(StageId.CASCADE_BIG, settings, big, new BandSelection()),
                new CascadeScoresStage());
    }
}
