package org.virnuc.telemetry;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The thresholds of a run, one a name. A guardrail hit warns where its share is beyond the alert of its name, and always where there is
 * none; a figure of the run is told only where there is an alert for it and it is beyond.
 */
public final class Alerts {
    /** Every guardrail hit warns, no figure does. */
    public static final Alerts NONE = new Alerts(Map.of(), Severity.WARNING);

    /** Nothing warns, as of runs whose results nobody keeps. */
    public static final Alerts SILENT = new Alerts(Map.of(), Severity.INFO);

    /** The figures that every run has; the seconds of the clock, the bytes of memory, the currency of its prices. */
    public static final Set<String> RUN_FIGURES = Set.of("seconds", "tokens", "cost", "retries", "peak-memory");

    private static final MathContext SHOWN = new MathContext(4);

    private final Map<String, Alert> byName;
    private final Severity otherwise;

    private Alerts(Map<String, Alert> byName, Severity otherwise) {
        this.byName = byName;
        this.otherwise = otherwise;
    }

    /**
     * Alerts of which a later one takes the place of an earlier one of the same name.
     *
     * @param known names of figures and guardrails besides {@link #RUN_FIGURES}
     * @throws IllegalArgumentException where one is not an alert, or of an unknown name
     */
    public static Alerts of(List<String> texts, Collection<String> known) {
        Set<String> names = new TreeSet<>(RUN_FIGURES);
        names.addAll(known);
        Map<String, Alert> byName = new LinkedHashMap<>();
        for (String text : texts) {
            Alert alert = Alert.parse(text);
            if (!names.contains(alert.name())) {
                throw new IllegalArgumentException(
                        "\"" + text + "\": " + alert.name() + " is unknown; there are " + String.join(", ", names));
            }
            byName.put(alert.name(), alert);
        }
        return new Alerts(byName, Severity.WARNING);
    }

    /** How much a hit matters. */
    public Severity severity(GuardrailHit hit) {
        Alert alert = byName.get(hit.guardrail());
        if (alert == null) {
            return otherwise;
        }
        return alert.holds(hit.share()) ? Severity.WARNING : Severity.INFO;
    }

    /** A warning, such as {@code alert-coverage}, for every figure beyond its alert: those given, and those of the run. */
    public List<GuardrailHit> raised(RunReport run, Map<String, Double> figures) {
        Map<String, Double> all = new LinkedHashMap<>(figures);
        all.put("seconds", run.wallSeconds());
        all.put("tokens", (double) run.totals().tokens());
        put(all, "cost", run.totals().cost());
        put(all, "retries", run.retries());
        put(all, "peak-memory", run.resources().peakRssBytes());
        List<GuardrailHit> raised = new ArrayList<>();
        for (Alert alert : byName.values()) {
            Double value = all.get(alert.name());
            if (value != null && alert.holds(value)) {
                String shown =
                        new BigDecimal(value).round(SHOWN).stripTrailingZeros().toPlainString();
                String message = alert.name() + " is " + shown + ", " + (alert.below() ? "below" : "above")
                        + " the alert at " + alert.threshold().toPlainString();
                raised.add(new GuardrailHit("alert-" + alert.name(), message, 1, null, List.of()));
            }
        }
        return raised;
    }

    private static void put(Map<String, Double> figures, String name, @Nullable Number value) {
        if (value != null) {
            figures.put(name, value.doubleValue());
        }
    }
}
