package org.virnuc.telemetry;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The stages and amounts of a run at one moment, from which a report is derived. */
record RunParts(List<StageSpan.State> states, Map<String, Long> quantities, Map<String, Long> outcome) {
    private static final int BOTTLENECKS = 3;

    List<StageReport> stages() {
        return states.stream().map(StageSpan.State::report).toList();
    }

    long retries() {
        return stages().stream()
                .map(StageReport::retries)
                .filter(Objects::nonNull)
                .mapToLong(Long::longValue)
                .sum();
    }

    RunReport.Totals totals() {
        Map<String, ModelFigures> perModel = new LinkedHashMap<>();
        for (StageSpan.State state : states) {
            state.models().forEach((name, figures) -> perModel.merge(name, figures, ModelFigures::plus));
        }
        return RunReport.totals(perModel);
    }

    CostReport costs(Map<String, String> devices) {
        return CostReport.used(
                devices, states.stream().map(StageSpan.State::usage).toList());
    }

    /** Returns the executed stages that took longest. A skipped stage is never a bottleneck. */
    List<RunReport.Bottleneck> bottlenecks(double runSeconds) {
        return stages().stream()
                .filter(StageReport::executed)
                .filter(stage -> stage.wallSeconds() > 0)
                .sorted(Comparator.comparingDouble(StageReport::wallSeconds).reversed())
                .limit(BOTTLENECKS)
                .map(stage -> new RunReport.Bottleneck(
                        stage.id(), stage.wallSeconds(), Math.round(1e4 * stage.wallSeconds() / runSeconds) / 1e4))
                .toList();
    }

    /** Energy for a million of each quantity; empty unless every GPU has told its energy. */
    Map<String, Double> joulesPerMillion(List<GpuFigures> gpus) {
        Map<String, Double> rates = new LinkedHashMap<>();
        List<Double> joules =
                gpus.stream().map(GpuFigures::joules).filter(Objects::nonNull).toList();
        if (!gpus.isEmpty() && joules.size() == gpus.size()) {
            double sum = joules.stream().mapToDouble(Double::doubleValue).sum();
            quantities.forEach((name, count) -> {
                if (count > 0) {
                    rates.put(name, Math.round(1e9 * sum / count) / 1e3);
                }
            });
        }
        return rates;
    }

    Map<String, Double> throughput(double runSeconds) {
        Map<String, Double> rates = new LinkedHashMap<>();
        if (runSeconds > 0) {
            quantities.forEach(
                    (name, count) -> rates.put(name + "_per_second", Math.round(1e3 * count / runSeconds) / 1e3));
        }
        return rates;
    }
}
