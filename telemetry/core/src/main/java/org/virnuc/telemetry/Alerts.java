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
import org.virnuc.files.PublicApi;

/**
 * The alerts of a run: at most one threshold for each guardrail and each figure. A guardrail hit is a warning if its
 * share is beyond the alert for its guardrail, or if there is no alert for it. A figure of the run becomes a warning
 * only if it has an alert and is beyond it.
 */
@PublicApi
public final class Alerts {
    /** No thresholds: every guardrail hit is a warning, and no figure is. */
    public static final Alerts NONE = new Alerts(Map.of(), Severity.WARNING);

    /** Never warns. Meant for runs whose results are not kept. */
    public static final Alerts SILENT = new Alerts(Map.of(), Severity.INFO);

    /**
     * Names of the figures that every run has: {@code seconds} of wall time, {@code tokens}, {@code cost} in the
     * currency of the prices, {@code retries}, and {@code peak-memory} in bytes.
     */
    public static final Set<String> RUN_FIGURES = Set.of("seconds", "tokens", "cost", "retries", "peak-memory");

    private static final MathContext SHOWN = new MathContext(4);

    private final Map<String, Alert> byName;
    private final Severity otherwise;

    private Alerts(Map<String, Alert> byName, Severity otherwise) {
        this.byName = byName;
        this.otherwise = otherwise;
    }

    /**
     * Parses alerts. If a name occurs twice, the later alert replaces the earlier one.
     *
     * @param texts alerts such as {@code coverage<0.2}
     * @param known names of figures and guardrails in addition to {@link #RUN_FIGURES}
     * @throws IllegalArgumentException if a text is not an alert, or its name is unknown
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

    /** Returns how much a guardrail hit matters: {@code WARNING} or {@code INFO}. */
    public Severity severity(GuardrailHit hit) {
        Alert alert = byName.get(hit.guardrail());
        if (alert == null) {
            return otherwise;
        }
        return alert.holds(hit.share()) ? Severity.WARNING : Severity.INFO;
    }

    /**
     * Compares the figures of a run with their alerts. Returns one guardrail hit, named for example
     * {@code alert-coverage}, for each figure that is beyond its alert.
     *
     * @param run supplies the {@link #RUN_FIGURES}
     * @param figures further figures by name
     */
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
