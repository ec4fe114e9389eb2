package org.virnuc.pipeline.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.virnuc.models.Precision;
import org.virnuc.models.store.ModelPack;
import org.virnuc.pipeline.flow.ExtraStep;
import org.virnuc.pipeline.flow.RunFeature;
import org.virnuc.pipeline.stages.Verdicts;
import org.virnuc.report.ReportSection;
import org.virnuc.telemetry.PipelineTelemetry;
import org.virnuc.telemetry.RunInfo;

/**
 * The features of one run. Code that writes a file or a report asks this list and knows no feature by name.
 *
 * @param all in the order in which their files are listed
 */
public record RunFeatures(List<RunFeature> all) {

    public RunFeatures {
        all = List.copyOf(all);
    }

    /** The features of a run with these options about reads and these optional steps. */
    public static RunFeatures of(ReadOptions reads, List<ExtraStep> steps) {
        List<RunFeature> all = new ArrayList<>();
        ReadLabelling.of(reads).ifPresent(all::add);
        all.addAll(steps);
        return new RunFeatures(all);
    }

    /** These features and another. */
    RunFeatures and(RunFeature other) {
        List<RunFeature> more = new ArrayList<>(all);
        more.add(other);
        return new RunFeatures(more);
    }

    /** What changes the estimate of a run with these features. */
    List<String> estimateKey() {
        return all.stream().flatMap(feature -> feature.estimateKey().stream()).toList();
    }

    /** Adds the features and their models to the facts that every report of the run carries. */
    RunInfo described(RunInfo info, Precision precision) {
        Map<String, String> environment = new LinkedHashMap<>(info.environment());
        models().forEach((key, pack) -> ModelFacts.of(pack, precision)
                .forEach((name, value) -> environment.put(key.replaceAll("model$", "") + name, value)));
        environment.putAll(collected(RunFeature::environment));
        return info.environment(environment);
    }

    Map<String, ModelPack> models() {
        return collected(RunFeature::models);
    }

    Map<String, Object> settings() {
        return collected(RunFeature::settings);
    }

    Map<String, String> files() {
        return collected(RunFeature::files);
    }

    Map<String, String> reportFiles() {
        return collected(RunFeature::reportFiles);
    }

    List<ReportSection> sections() {
        return all.stream().flatMap(feature -> feature.section().stream()).toList();
    }

    void note(PipelineTelemetry run, Verdicts verdicts) {
        all.forEach(feature -> feature.note(run, verdicts));
    }

    private <V> Map<String, V> collected(Function<RunFeature, Map<String, V>> part) {
        Map<String, V> together = new LinkedHashMap<>();
        all.forEach(feature -> together.putAll(part.apply(feature)));
        return together;
    }
}
