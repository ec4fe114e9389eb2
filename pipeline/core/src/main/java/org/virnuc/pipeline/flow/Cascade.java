package org.virnuc.pipeline.flow;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.virnuc.calling.ResultOptions;
import org.virnuc.calling.confidence.Confidence;
import org.virnuc.engine.Artifact;
import org.virnuc.engine.Setting;
import org.virnuc.engine.Stage;
import org.virnuc.engine.StageId;
import org.virnuc.engine.run.StageRunner;
import org.virnuc.models.store.ModelPack;
import org.virnuc.pipeline.cascade.CascadeFile;
import org.virnuc.pipeline.cascade.CascadeOptions;
import org.virnuc.pipeline.cascade.ChunkSampleSize;
import org.virnuc.pipeline.stages.BandSelection;
import org.virnuc.pipeline.stages.BigModelStage;
import org.virnuc.pipeline.stages.CascadeBandStage;
import org.virnuc.pipeline.stages.CascadeScores;
import org.virnuc.pipeline.stages.CascadeScoresStage;
import org.virnuc.pipeline.stages.ChunkSampleSelection;
import org.virnuc.pipeline.stages.ConsensusStage;
import org.virnuc.pipeline.stages.DecisionFile;
import org.virnuc.pipeline.stages.FrameModels;
import org.virnuc.pipeline.stages.FrameRows;
import org.virnuc.pipeline.stages.Frames;
import org.virnuc.pipeline.stages.RowScores;
import org.virnuc.pipeline.stages.ScoredChunks;
import org.virnuc.pipeline.stages.Verdicts;
import org.virnuc.report.ReportSection;
import org.virnuc.sequences.UnscoredReason;
import org.virnuc.telemetry.PipelineTelemetry;

/**
 * The optional steps of a run with a cascade of two models. The small model runs the stages up to prediction over all
 * frames and writes the same bytes as in a run with it alone. These steps then combine its scores with those of the big
 * model, before the remaining steps of the run.
 *
 * @param trial the big model scores a sample
 * @param band selects the chunks that go to the big model
 * @param big the big model scores those chunks
 * @param scores combines the scores of both models
 * @param options how the band is chosen
 * @param small the model that screens; empty if it has no files
 * @param cached whether encoders look for vectors in a cache first
 */
public record Cascade(
        Stage<FrameRows, RowScores> trial,
        Stage<CascadeBandStage.Input, DecisionFile> band,
        Stage<BandSelection.Input, RowScores> big,
        Stage<CascadeScoresStage.Input, CascadeScores> scores,
        CascadeOptions options,
        Optional<ModelPack> small,
        boolean cached)
        implements ExtraStep {

    @Override
    public Map<String, ModelPack> models() {
        return small.map(pack -> Map.of("screening_model", pack)).orElse(Map.of());
    }

    @Override
    public Map<String, Object> settings() {
        Map<String, Object> shown = new TreeMap<>();
        shown.put("agreement", options.agreement());
        shown.put("by", options.rule().word());
        return Map.of("cascade", shown);
    }

    @Override
    public Map<String, String> environment() {
        return Map.of(
                "cascade",
                "agreement " + options.agreement().toPlainString() + ", by "
                        + options.rule().word());
    }

    @Override
    public Map<String, String> files() {
        Map<String, String> files = new LinkedHashMap<>();
        files.put("cascade", CascadeFile.FILE_NAME);
        files.put("cascade_chunks", CascadeScores.TABLE);
        return files;
    }

    /** Reports what the cascade has saved. */
    @Override
    public void note(PipelineTelemetry run, Verdicts verdicts) {
        verdicts.cascade().ifPresent(decided -> CascadeSaving.report(run, decided, cached));
    }

    @Override
    public Optional<ReportSection> section() {
        return Optional.of(ReportSection.cascade());
    }

    @Override
    public List<StageId> stages() {
        return List.of(trial.id(), band.id(), big.id(), scores.id());
    }

    @Override
    public List<String> estimateKey() {
        return List.of("cascade " + options);
    }

    /** The least share of the scored chunks that the big model of a cascade will score: the sample. */
    public static double leastShare(Frames frames, CascadeOptions options) {
        long unscored =
                Stream.of(UnscoredReason.values()).mapToLong(frames::chunkCount).sum();
        long scored = frames.chunkCount() - unscored;
        long sample = ChunkSampleSize.of(scored, options);
        return scored == 0 || sample == 0 ? 1 : (double) sample / scored;
    }

    /** Runs the cascade's steps on the small model's scores and returns the combined scores. */
    @Override
    public ScoredArtifacts run(StageRunner runner, ScoredArtifacts scored) throws IOException, InterruptedException {
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

    /**
     * Creates the stages of a run in which {@code small} screens for {@code big}. They yield no probabilities, because
     * a calibration belongs to a single model.
     */
    public static Stages stages(
            int length,
            StepModels models,
            ModelPack small,
            ModelPack big,
            ResultOptions results,
            CascadeOptions options) {
        ModelSettings settings = models.settings();
        List<ExtraStep> extra = new ArrayList<>();
        extra.add(of(options, models.frames(big), settings.model(big), settings.models(small, big))
                .screenedBy(small, models.cached()));
        extra.addAll(Stages.extraSteps(models, big, results));
        // Near ties are judged by the big model.
        ConsensusStage consensus = new ConsensusStage(results, Confidence.NONE, models.scoreError());
        return Stages.of(length, models, small, ResultOptions.DEFAULT).with(consensus, extra);
    }

    /**
     * Creates the steps of a cascade.
     *
     * @param settings settings of the big model
     * @param both settings of both models
     */
    public static Cascade of(CascadeOptions options, FrameModels big, List<Setting> settings, List<Setting> both) {
        ChunkSampleSelection sample = new ChunkSampleSelection(options);
        List<Setting> ofTrial = new ArrayList<>(settings);
        ofTrial.add(sample.setting());
        return new Cascade(
                new BigModelStage<>(StageId.CASCADE_TRIAL, ofTrial, big, sample),
                new CascadeBandStage(options, both),
                new BigModelStage<>(StageId.CASCADE_BIG, settings, big, new BandSelection()),
                new CascadeScoresStage(),
                options,
                Optional.empty(),
                false);
    }

    private Cascade screenedBy(ModelPack pack, boolean usesCache) {
        return new Cascade(trial, band, big, scores, options, Optional.of(pack), usesCache);
    }
}
