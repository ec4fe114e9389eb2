package org.virnuc.cli;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.virnuc.engine.UsageException;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.Severity;
import org.virnuc.telemetry.report.Figures;

/** The summary line at the end of every run, with the requested fields in the requested order. */
final class SummaryLine {
    static final String KNOWN = "run, status, latency, tokens, calls, cost, warnings, errors";
    static final String DEFAULT = "tokens,cost,latency,warnings";

    private final List<Field> fields;

    private SummaryLine(List<Field> fields) {
        this.fields = List.copyOf(fields);
    }

    private enum Field {
        RUN,
        STATUS,
        LATENCY,
        TOKENS,
        CALLS,
        COST,
        WARNINGS,
        ERRORS
    }

    /**
     * Parses the names of fields.
     *
     * @throws UsageException if a name is unknown
     */
    static SummaryLine parse(String given) {
        List<Field> fields = new ArrayList<>();
        if (!given.strip().equalsIgnoreCase("none")) {
            for (String name : given.split(",", -1)) {
                fields.add(field(name.strip()));
            }
        }
        return new SummaryLine(fields);
    }

    private static Field field(String name) {
        try {
            return Field.valueOf(name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new UsageException(
                    "--summary-fields: \"" + name + "\" is unknown; there are " + KNOWN + ", or none", e);
        }
    }

    boolean isEmpty() {
        return fields.isEmpty();
    }

    /** The summary, such as {@code summary: 35,171 tokens, cost not priced, latency 1.5 s, 0 warnings}. */
    String text(RunReport run) {
        return "summary: "
                + String.join(
                        ", ", fields.stream().map(field -> text(field, run)).toList());
    }

    private static String text(Field field, RunReport run) {
        return switch (field) {
            case RUN -> "run " + run.runId();
            case STATUS -> run.status().word();
            case LATENCY -> "latency " + Figures.seconds(run.wallSeconds());
            case TOKENS -> Figures.count(run.totals().tokens()) + " tokens";
            case CALLS -> Figures.count(run.totals().calls()) + " calls";
            case COST -> "cost " + cost(run);
            case WARNINGS -> Figures.counted(count(run, Severity.WARNING), "warning");
            case ERRORS -> Figures.counted(count(run, Severity.ERROR), "error");
        };
    }

    private static String cost(RunReport run) {
        BigDecimal cost = run.totals().cost();
        String currency = run.totals().currency();
        return cost == null ? "not priced" : cost.toPlainString() + (currency == null ? "" : " " + currency);
    }

    private static long count(RunReport run, Severity severity) {
        return run.events().stream()
                .filter(event -> event.severity() == severity)
                .count();
    }
}
