package org.virnuc.telemetry.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;
import org.jspecify.annotations.Nullable;
import org.virnuc.telemetry.EstimateReport;
import org.virnuc.telemetry.RunReport;

/** The estimate of a run next to what the run took, as a table and as sentences. */
public final class EstimateTable {
    private EstimateTable() {}

    /** Returns one row for each figure; no rows if there is no estimate. */
    static Table of(RunReport run) {
        Table table = new Table(1, List.of("Estimate", "Expected", "Between", "Actual", "Inside"));
        rows(run)
                .forEach(row -> table.add(
                        List.of(row.name, row.expected, row.low + " and " + row.high, row.actual, row.inside)));
        return table;
    }

    /** Returns the comparison in sentences. If the run cannot be compared, the last sentence says why. */
    public static List<String> sentences(RunReport run) {
        List<String> sentences = new ArrayList<>();
        for (Row row : rows(run)) {
            String band = row.name + " " + row.expected + " (" + row.low + " to " + row.high + ")";
            sentences.add(
                    row.actual.isEmpty()
                            ? band
                            : band + ", was " + row.actual + ": " + (row.inside.equals("yes") ? "inside" : "outside"));
        }
        String reason = notCompared(run);
        if (reason != null) {
            sentences.add("not compared: " + reason);
        }
        return sentences;
    }

    static @Nullable String notCompared(RunReport run) {
        EstimateReport estimate = run.estimate();
        return estimate == null ? null : estimate.notCompared();
    }

    private record Row(String name, String expected, String low, String high, String actual, String inside) {}

    private static List<Row> rows(RunReport run) {
        EstimateReport estimate = run.estimate();
        if (estimate == null) {
            return List.of();
        }
        List<Row> rows = new ArrayList<>();
        rows.add(row("time", estimate.seconds(), Figures::seconds));
        rows.add(row("tokens", estimate.tokens(), tokens -> Figures.count(Math.round(tokens))));
        EstimateReport.Money cost = estimate.cost();
        if (cost != null) {
            rows.add(new Row(
                    "cost",
                    Figures.money(cost.expected(), cost.currency()),
                    Figures.money(cost.low()),
                    Figures.money(cost.high()),
                    cost.actual() == null ? "" : Figures.money(cost.actual(), cost.currency()),
                    inside(cost.within())));
        }
        return rows;
    }

    private static Row row(String name, EstimateReport.Figure figure, DoubleFunction<String> shown) {
        return new Row(
                name,
                shown.apply(figure.expected()),
                shown.apply(figure.low()),
                shown.apply(figure.high()),
                figure.actual() == null ? "" : shown.apply(figure.actual()),
                inside(figure.within()));
    }

    private static String inside(@Nullable Boolean within) {
        return within == null ? "" : within ? "yes" : "no";
    }
}
