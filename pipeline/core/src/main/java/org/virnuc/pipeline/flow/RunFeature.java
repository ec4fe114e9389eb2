package org.virnuc.pipeline.flow;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.virnuc.engine.StageId;
import org.virnuc.models.store.ModelPack;
import org.virnuc.pipeline.stages.EncoderLoad;
import org.virnuc.pipeline.stages.ScoredChunks.ChunkedFrames;
import org.virnuc.pipeline.stages.Verdicts;
import org.virnuc.report.ReportSection;
import org.virnuc.sequences.ScratchFolder;
import org.virnuc.telemetry.PipelineTelemetry;

/**
 * Something that only some runs have, in one object: its models, its stages and their work, its files, what
 * {@code run.json} and the reports say of it, and its section of {@code report.html}. A feature with steps of its own is
 * an {@link ExtraStep}. By default a feature adds nothing.
 */
public interface RunFeature {

    /** Returns the models of a run as the feature wants them to be used, such as behind a cache. */
    default StepModels around(StepModels models) {
        return models;
    }

    /** Models besides the requested one, by their keys in {@code run.json}, which end in {@code model}. */
    default Map<String, ModelPack> models() {
        return Map.of();
    }

    /** The stages that the feature adds to the run, in order. */
    default List<StageId> stages() {
        return List.of();
    }

    /**
     * What the feature's stages will give to the encoders, for an estimate before the run.
     *
     * @param scratch for temporary files
     * @return empty if it cannot be known before the run, such as where it depends on the scores of the frames
     */
    default Optional<EncoderLoad> load(ChunkedFrames input, ScratchFolder scratch)
            throws IOException, InterruptedException {
        return Optional.empty();
    }

    /**
     * What changes the estimate of a run that has the feature. A run is compared with the estimate of a dry run that had
     * the same.
     */
    default List<String> estimateKey() {
        return List.of();
    }

    /** What {@code run.json} says among the settings, by key. */
    default Map<String, Object> settings() {
        return Map.of();
    }

    /** Facts that every report of the run carries, by name. */
    default Map<String, String> environment() {
        return Map.of();
    }

    /** The result files that the feature adds to the run directory, by their keys in {@code run.json}. */
    default Map<String, String> files() {
        return Map.of();
    }

    /** The report files that the feature adds to the run directory, by their keys in {@code run.json}. */
    default Map<String, String> reportFiles() {
        return Map.of();
    }

    /** Reports to telemetry what the feature has done, once the run has its results. */
    default void note(PipelineTelemetry run, Verdicts verdicts) {}

    /** The feature's section of {@code report.html}. */
    default Optional<ReportSection> section() {
        return Optional.empty();
    }
}
