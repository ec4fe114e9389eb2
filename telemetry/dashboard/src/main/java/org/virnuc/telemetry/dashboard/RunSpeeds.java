package org.virnuc.telemetry.dashboard;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import org.virnuc.telemetry.EstimateReport;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.StageReport;
import org.virnuc.telemetry.StageStatus;
import org.virnuc.telemetry.history.HistoryStatus;
import org.virnuc.telemetry.history.RunQuery;
import org.virnuc.telemetry.history.RunSearch;
import org.virnuc.telemetry.report.Figures;

/** Shows what only reports have: what a million of each quantity took, cost and used of energy, and how good estimates were. */
final class RunSpeeds {
    /** Runs whose reports are read. */
    static final int REPORTS = 200;

    private static final double MILLION = 1e6;

    /** Runs that ended well and have a report, newest first. */
    private final List<RunView> runs;

    RunSpeeds(RunSource source, RunQuery query) {
        this.runs = new ArrayList<>();
        for (RunSearch.Found found : source.page(query, 0, REPORTS)) {
            if (found.row().status() == HistoryStatus.DONE) {
                source.run(found.row().runId())
                        .filter(run -> run.report() != null)
                        .ifPresent(runs::add);
            }
        }
    }

    /** Returns the names of what runs have counted. */
    Set<String> quantities() {
        Set<String> names = new TreeSet<>();
        runs.forEach(run -> names.addAll(report(run).quantities().keySet()));
        return names;
    }

    /**
     * Draws time, cost and energy per million of a quantity, and times against estimates, by day. Runs that did part of
     * the work are left out: resumed ones, shards and merges.
     *
     * @param quantity the name of the quantity; nothing is drawn of one that no run has counted
     */
    void charts(Html html, String quantity) {
        boolean models = runs.stream().anyMatch(run -> report(run).totals().calls() > 0);
        List<RunView> whole = runs.stream()
                .filter(run -> report(run).stages().stream().allMatch(RunSpeeds::isDone))
                .filter(run -> !models || report(run).totals().calls() > 0)
                .toList();
        List<RunView> counted = whole.stream()
                .filter(run -> report(run).quantities().getOrDefault(quantity, 0L) > 0)
                .toList();
        ToDoubleFunction<RunView> millions = run -> report(run).quantities().getOrDefault(quantity, 0L) / MILLION;
        String each = " per million " + words(quantity);
        chart(html, "Seconds" + each, "seconds", counted, run -> report(run).wallSeconds(), millions);
        Set<String> currencies = new TreeSet<>();
        counted.stream().filter(run -> run.row().cost() != null).forEach(run -> currencies.add(currency(run)));
        for (String currency : currencies) {
            chart(
                    html,
                    "Cost" + each + (currency.isEmpty() ? "" : " in " + currency),
                    "cost",
                    counted.stream()
                            .filter(run ->
                                    run.row().cost() != null && currency(run).equals(currency))
                            .toList(),
                    run -> Objects.requireNonNull(run.row().cost()).doubleValue(),
                    millions);
        }
        chart(
                html,
                "Joules of GPUs" + each,
                "joules",
                counted.stream()
                        .filter(run -> report(run).joulesPerMillion().containsKey(quantity))
                        .toList(),
                run -> Objects.requireNonNull(report(run).joulesPerMillion().get(quantity))
                        * millions.applyAsDouble(run),
                millions);
        chart(
                html,
                "Time in percent of what was expected",
                "percent",
                whole.stream().filter(run -> isCompared(report(run))).toList(),
                run -> 100 * Objects.requireNonNull(estimated(run).actual()),
                run -> estimated(run).expected());
    }

    private static boolean isDone(StageReport stage) {
        return stage.status() == StageStatus.DONE;
    }

    private static String currency(RunView run) {
        return Objects.requireNonNullElse(run.row().currency(), "");
    }

    /** Draws the quotient of two sums for each day. */
    private static void chart(
            Html html,
            String title,
            String unit,
            List<RunView> runs,
            ToDoubleFunction<RunView> above,
            ToDoubleFunction<RunView> below) {
        NavigableMap<LocalDate, double[]> sums = new TreeMap<>();
        for (RunView run : runs) {
            double[] sum = sums.computeIfAbsent(
                    LocalDate.ofInstant(run.row().startedAt(), ZoneOffset.UTC), day -> new double[2]);
            sum[0] += above.applyAsDouble(run);
            sum[1] += below.applyAsDouble(run);
        }
        NavigableMap<LocalDate, Map<String, Double>> bars = new TreeMap<>();
        sums.forEach((day, sum) -> bars.put(day, Map.of(unit, sum[0] / sum[1])));
        if (bars.values().stream().anyMatch(bar -> bar.getOrDefault(unit, 0.0) > 0)) {
            new BarChart(title, bars).appendTo(html);
        }
    }

    /** Lists the runs. */
    void table(Html html) {
        Set<String> names = new LinkedHashSet<>();
        runs.forEach(run -> names.addAll(report(run).throughput().keySet()));
        html.raw("<details id=\"speeds\"><summary>Speed and estimates of the newest runs that ended well</summary>")
                .raw("<div class=\"scroll\" tabindex=\"0\" role=\"region\""
                        + " aria-label=\"Speed\"><table><thead><tr><th scope=\"col\">Run</th>");
        names.forEach(name ->
                html.element("th", "scope=\"col\"", "seconds per million " + words(name.replace("_per_second", ""))));
        Set<String> amounts = new LinkedHashSet<>();
        runs.stream()
                .filter(run -> run.row().cost() != null)
                .forEach(run -> amounts.addAll(report(run).quantities().keySet()));
        amounts.forEach(name -> html.element("th", "scope=\"col\"", "cost per million " + words(name)));
        html.raw("<th scope=\"col\">Cost</th><th scope=\"col\">Time against estimate</th></tr></thead><tbody>");
        for (RunView run : runs) {
            html.raw("<tr><th scope=\"row\"><a "
                            + Html.attribute("href", ".?run=" + run.row().runId()) + ">")
                    .text(run.name())
                    .raw("</a></th>");
            for (String name : names) {
                Double rate = report(run).throughput().get(name);
                html.element("td", "", rate == null || rate <= 0 ? "–" : Figures.rate(MILLION / rate));
            }
            amounts.forEach(name -> html.element("td", "", costPerMillion(run, name)));
            String cost = RunsPage.cost(run.row().cost(), run.row().currency());
            html.element("td", "", cost == null ? Layout.UNKNOWN : cost)
                    .element("td", "", estimate(run))
                    .raw("</tr>");
        }
        html.raw("</tbody></table></div></details>");
    }

    private static String words(String name) {
        return name.replace('_', ' ');
    }

    private static String costPerMillion(RunView run, String quantity) {
        BigDecimal cost = run.row().cost();
        Long amount = report(run).quantities().get(quantity);
        if (cost == null || amount == null || amount <= 0) {
            return "–";
        }
        BigDecimal each = cost.movePointRight(6).divide(BigDecimal.valueOf(amount), MathContext.DECIMAL64);
        return Objects.requireNonNullElse(RunsPage.cost(each, run.row().currency()), "–");
    }

    private static RunReport report(RunView run) {
        return Objects.requireNonNull(run.report());
    }

    private static boolean isCompared(RunReport report) {
        EstimateReport estimate = report.estimate();
        return estimate != null
                && estimate.seconds().actual() != null
                && estimate.seconds().expected() > 0;
    }

    private static EstimateReport.Figure estimated(RunView run) {
        return Objects.requireNonNull(report(run).estimate()).seconds();
    }

    private static String estimate(RunView run) {
        return isCompared(report(run))
                ? Figures.percent(Objects.requireNonNull(estimated(run).actual())
                                / estimated(run).expected())
                        + " of the time expected"
                : "–";
    }
}
