package org.virnuc.pipeline.flow;

import java.util.Map;
import java.util.Optional;
import org.virnuc.models.store.ModelPack;
import org.virnuc.pipeline.stages.Verdicts;
import org.virnuc.report.ReportSection;
import org.virnuc.telemetry.PipelineTelemetry;

/**
 * Something that only some runs have, in one object: its models, its files, what {@code run.json} and the reports say
 * of it, and its section of {@code report.html}. A feature with steps of its own is an {@link ExtraStep}. By default a
 * feature adds nothing.
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
