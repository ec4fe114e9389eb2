package org.virnuc.telemetry.report;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.virnuc.files.VisibleText;
import org.virnuc.telemetry.BaselineReport;
import org.virnuc.telemetry.CallFigures;
import org.virnuc.telemetry.CostReport;
import org.virnuc.telemetry.EventReport;
import org.virnuc.telemetry.OriginalStage;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.RunStatus;
import org.virnuc.telemetry.Severity;
import org.virnuc.telemetry.StageReport;

/** Sentences that the summary and {@code telemetry.md} have in common. */
final class Wording {
    private static final String PER_SECOND = "_per_second";

    private Wording() {}

    /** Returns {@code cancelled}, or {@code cancelled (cost cap)} if the cap stopped the run. */
    static String status(RunReport run) {
        CostReport.Cap cap = run.costs() == null ? null : run.costs().cap();
        boolean capped = run.status() == RunStatus.CANCELLED && cap != null && cap.reached();
        return run.status().word() + (capped ? " (cost cap)" : "");
    }

    static String cost(BigDecimal cost, @Nullable String currency) {
        return Figures.money(cost) + (currency == null ? "" : " " + currency);
    }

    /** Returns for example {@code 83.4 s}; from one minute on {@code 83.4 s (1:23)}. */
    static String wall(double seconds) {
        return Figures.seconds(seconds) + (seconds < 60 ? "" : " (" + Figures.clock((long) seconds) + ")");
    }

    static String failure(RunReport.Failure failure) {
        return failure.text();
    }

    /** Returns for example {@code esm-2 61.0 % (50.9 s)}. */
    static String bottleneck(RunReport.Bottleneck stage) {
        return stage.id() + " " + Figures.percent(stage.share()) + " (" + Figures.seconds(stage.wallSeconds()) + ")";
    }

    /** Returns for example {@code 1,234 bases/s} for each quantity. */
    static List<String> throughput(RunReport run) {
        List<String> rates = new ArrayList<>();
        run.throughput().forEach((name, rate) -> {
            String what = name.endsWith(PER_SECOND) ? name.substring(0, name.length() - PER_SECOND.length()) : name;
            rates.add(Figures.rate(rate) + " " + what + "/s");
        });
        return rates;
    }

    /** Returns for example {@code padding_share 3.2 %} for each metric of the stage that is not 0. */
    static List<String> metrics(StageReport stage) {
        List<String> metrics = new ArrayList<>();
        stage.metrics().forEach((name, value) -> {
            if (value.doubleValue() != 0) {
                metrics.add(name + " " + Figures.metric(name, value));
            }
        });
        return metrics;
    }

    static String calls(CallFigures calls) {
        List<String> words = new ArrayList<>();
        words.add(Figures.count(calls.count()) + " calls");
        words.add(Figures.count(calls.items()) + " items");
        words.add(Figures.count(calls.tokens()) + " tokens"
                + (calls.completionTokens() == 0
                        ? ""
                        : " (" + Figures.count(calls.promptTokens()) + " read, "
                                + Figures.count(calls.completionTokens()) + " generated)"));
        if (calls.seconds() > 0) {
            words.add(Figures.rate(calls.tokens() / calls.seconds()) + " tokens/s per device");
        }
        Double padding = calls.paddingShare();
        if (padding != null) {
            words.add("padding " + Figures.percent(padding));
        }
        return String.join(", ", words);
    }

    /** Returns for example {@code 4.1x as fast (12.3 s against 50.4 s)}, or that no stage could be compared. */
    static String speedup(BaselineReport baseline) {
        Double factor = baseline.speedup();
        if (factor == null) {
            return "no stage of this run can be compared";
        }
        return Figures.times(factor) + " as fast over the stages compared ("
                + Figures.seconds(baseline.wallSeconds() / factor) + " against "
                + Figures.seconds(baseline.wallSeconds()) + ")";
    }

    /** Returns for example {@code not compared: merging, prediction (skipped in this run)} for each reason. */
    static List<String> notCompared(BaselineReport baseline) {
        Map<String, List<String>> idsByReason = new LinkedHashMap<>();
        baseline.stages().forEach((id, stage) -> {
            if (stage.reason() != null) {
                idsByReason
                        .computeIfAbsent(stage.reason(), reason -> new ArrayList<>())
                        .add(id);
            }
        });
        return idsByReason.entrySet().stream()
                .map(entry -> VisibleText.whole(
                        "not compared: " + String.join(", ", entry.getValue()) + " (" + entry.getKey() + ")"))
                .toList();
    }

    /** Returns for example {@code executed by RUN: merging, prediction} for each run whose times the baseline has. */
    static List<String> executedElsewhere(BaselineReport baseline) {
        Map<String, List<String>> idsByRun = new LinkedHashMap<>();
        baseline.stages().forEach((id, stage) -> {
            if (stage.executedBy() != null) {
                idsByRun.computeIfAbsent(stage.executedBy(), run -> new ArrayList<>())
                        .add(id);
            }
        });
        return idsByRun.entrySet().stream()
                .map(entry -> "executed by " + entry.getKey() + ": " + String.join(", ", entry.getValue()))
                .toList();
    }

    /** Returns for example {@code 2 stages that took 16.5 s when executed}; null if no stage was skipped. */
    static @Nullable String skipped(RunReport run) {
        List<OriginalStage> originals = run.stages().stream()
                .map(StageReport::original)
                .filter(Objects::nonNull)
                .toList();
        if (originals.isEmpty()) {
            return null;
        }
        double seconds =
                originals.stream().mapToDouble(OriginalStage::wallSeconds).sum();
        return originals.size() + (originals.size() == 1 ? " stage" : " stages") + " that took "
                + Figures.seconds(seconds) + " when executed";
    }

    static List<EventReport> warnings(RunReport run) {
        return run.events().stream()
                .filter(event -> event.severity() != Severity.INFO)
                .toList();
    }

    /** Returns for example {@code warning, esm-2: message}. */
    static String event(EventReport event) {
        return event.severity().word() + (event.stage() == null ? "" : ", " + event.stage()) + ": " + event.message();
    }
}
