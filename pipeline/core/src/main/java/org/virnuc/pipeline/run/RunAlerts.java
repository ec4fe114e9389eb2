package org.virnuc.pipeline.run;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.virnuc.engine.QualityWarning;
import org.virnuc.engine.resume.QualityWarnings;
import org.virnuc.models.Precision;
import org.virnuc.telemetry.Alerts;
import org.virnuc.telemetry.EventClass;
import org.virnuc.telemetry.PipelineTelemetry;
import org.virnuc.telemetry.Severity;

/** Raises alerts for figures of a run that exceed thresholds, and passes its quality warnings on. */
public final class RunAlerts {
    /** The alert on the share of bases in scored chunks. */
    private static final String COVERAGE = "coverage";

    /**
     * The built-in thresholds. Some records without a score or with low coverage are normal among reads and short
     * contigs, so only a majority is a warning. Records far from the training data are a warning at four times the
     * expected share. Chunks that a cascade leaves to the small model are as requested.
     */
    private static final List<String> DEFAULTS = List.of(
            COVERAGE + "<0.2",
            QualityWarning.Kind.UNSCORED_RECORDS.word() + ">0.5",
            QualityWarning.Kind.LOW_COVERAGE.word() + ">0.5",
            QualityWarning.Kind.SHORT_RECORDS.word() + ">0.1",
            QualityWarning.Kind.OUT_OF_DISTRIBUTION.word() + ">0.02",
            QualityWarning.Kind.PRECISION_DISAGREEMENT.word() + ">0.05",
            QualityWarning.Kind.SMALL_MODEL_CHUNKS.word() + ">1");

    private RunAlerts() {}

    /**
     * Combines the given thresholds with the built-in ones. The given ones take precedence.
     *
     * @throws IllegalArgumentException if one is not a valid alert or has an unknown name
     */
    public static Alerts of(List<String> given) {
        List<String> all = new ArrayList<>(DEFAULTS);
        all.addAll(given);
        List<String> known = Stream.concat(
                        Stream.of(COVERAGE),
                        Stream.of(QualityWarning.Kind.values()).map(QualityWarning.Kind::word))
                .toList();
        return Alerts.of(all, known);
    }

    /**
     * The thresholds for a comparison with fp32, which has neither costs nor coverage. Chunks with a different label
     * are a warning if they are more than {@code minAgreement} allows.
     *
     * @param minAgreement the minimum share of chunks with equal labels, 0 to 1
     * @throws IllegalArgumentException if one is not a valid alert or does not apply to a comparison
     */
    public static Alerts of(List<String> given, double minAgreement) {
        String disagreement = QualityWarning.Kind.PRECISION_DISAGREEMENT.word();
        List<String> all = new ArrayList<>();
        all.add(disagreement + ">"
                + BigDecimal.ONE.subtract(BigDecimal.valueOf(minAgreement)).toPlainString());
        all.addAll(given);
        given.stream()
                .filter(alert -> alert.strip().startsWith("cost"))
                .findAny()
                .ifPresent(alert -> {
                    throw new IllegalArgumentException("'" + alert
                            + "': a comparison has no cost; give a threshold for seconds, tokens or " + disagreement);
                });
        return Alerts.of(all, List.of(disagreement));
    }

    static void begin(PipelineTelemetry telemetry, Alerts alerts, Optional<QualityWarning> length) {
        telemetry.alerts(alerts);
        length.map(QualityWarnings::hit).ifPresent(hit -> QualityWarnings.report(null, hit, telemetry));
    }

    /** Reports that the difference between the run's scores and fp32 was never measured, if so. */
    static void precision(PipelineTelemetry telemetry, RunProfile profile) {
        Precision precision = profile.execution().precision();
        if (precision != Precision.FP32 && profile.scoreError().isEmpty()) {
            telemetry.event(
                    EventClass.GUARDRAIL,
                    Severity.INFO,
                    "nobody has measured yet how far scores in " + precision.word()
                            + " lie from those in fp32 with this model, so chunks near a tie are not counted; virnuc verify"
                            + " measures it once for all runs",
                    Map.of("precision", precision.word()));
        }
    }

    /** Raises warnings for figures. {@code outcome} is empty if the run did not finish. */
    public static void raise(PipelineTelemetry telemetry, Alerts alerts, Map<String, Long> outcome) {
        long bases = outcome.getOrDefault("bases", 0L);
        long scored = outcome.getOrDefault("bases_scored", 0L);
        Map<String, Double> figures = bases == 0 ? Map.of() : Map.of(COVERAGE, (double) scored / bases);
        alerts.raised(telemetry.snapshot(), figures).forEach(hit -> QualityWarnings.report(null, hit, telemetry));
    }
}
