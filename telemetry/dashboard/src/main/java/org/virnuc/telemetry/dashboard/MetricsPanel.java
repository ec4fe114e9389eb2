package org.virnuc.telemetry.dashboard;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.virnuc.telemetry.ResourceFigures;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.StageReport;
import org.virnuc.telemetry.report.Figures;

/** Shows what a run and its stages used and measured: throughput, memory, processor, disk, and the stages' own metrics. */
final class MetricsPanel {
    private final RunReport report;
    private final List<StageReport> executed;

    MetricsPanel(RunReport report) {
        this.report = report;
        this.executed = report.stages().stream().filter(StageReport::executed).collect(Collectors.toList());
    }

    void appendTo(Html html) {
        html.raw("<details id=\"metrics\"><summary>Metrics: throughput, memory, and what stages measured</summary>");
        run(html);
        if (!executed.isEmpty()) {
            resources(html);
            own(html);
        }
        html.raw("</details>");
    }

    private void run(Html html) {
        html.raw("<table class=\"facts\">");
        report.throughput()
                .forEach((name, rate) -> html.fact(
                        capital(name.replace("_per_second", "").replace('_', ' ')) + " per second",
                        Figures.rate(rate)));
        ResourceFigures used = report.resources();
        html.fact("Peak memory", bytes(used.peakRssBytes()));
        html.fact("Allocated on the Java heap", bytes(used.allocatedBytes()));
        html.fact("Garbage collection", seconds(used.gcSeconds()));
        html.fact("Read", bytes(used.bytesRead()));
        html.fact("Written", bytes(used.bytesWritten()));
        html.fact("Tried again", report.retries() == null ? Layout.UNKNOWN : Figures.count(report.retries()));
        html.fact("Events that telemetry lost", Figures.count(report.telemetryLosses()));
        html.raw("</table>");
    }

    /** A column of figures, of which the largest has the longest bar. */
    private record Column(
            String title, Function<StageReport, @Nullable Double> value, Function<Double, String> format) {}

    private static final List<Column> RESOURCES = List.of(
            new Column("Items/s", StageReport::itemsPerSecond, Figures::rate),
            new Column("CPU", stage -> sum(stage.cpuUserSeconds(), stage.cpuSystemSeconds()), Figures::seconds),
            new Column("Peak memory", stage -> wide(stage.resources().peakRssBytes()), MetricsPanel::rounded),
            new Column("Allocated", stage -> wide(stage.resources().allocatedBytes()), MetricsPanel::rounded),
            new Column("GC", stage -> stage.resources().gcSeconds(), Figures::seconds),
            new Column("Read", stage -> wide(stage.resources().bytesRead()), MetricsPanel::rounded),
            new Column("Written", stage -> wide(stage.resources().bytesWritten()), MetricsPanel::rounded),
            new Column("Retries", stage -> wide(stage.retries()), value -> Figures.count(value.longValue())));

    private void resources(Html html) {
        html.raw("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"What stages used\"><table"
                        + " class=\"bars\">")
                .raw("<caption>What the process used during each stage</caption><thead><tr><th"
                        + " scope=\"col\">Stage</th>");
        RESOURCES.forEach(column -> html.element("th", "scope=\"col\" class=\"number\"", column.title));
        html.raw("</tr></thead><tbody>");
        for (StageReport stage : executed) {
            html.raw("<tr>").element("th", "scope=\"row\"", stage.id());
            RESOURCES.forEach(column -> bar(html, column, column.value.apply(stage)));
            html.raw("</tr>");
        }
        html.raw("</tbody></table></div>");
    }

    private void bar(Html html, Column column, @Nullable Double value) {
        if (value == null) {
            html.raw("<td class=\"number none\">–</td>");
            return;
        }
        double most = executed.stream()
                .map(column.value)
                .mapToDouble(one -> one == null ? 0 : one)
                .max()
                .orElse(0);
        html.raw("<td class=\"number\">").text(column.format.apply(value));
        if (most > 0) {
            html.raw("<svg viewBox=\"0 0 100 4\" preserveAspectRatio=\"none\" aria-hidden=\"true\"><rect width=\""
                    + Svg.number(100 * value / most) + "\" height=\"4\"/></svg>");
        }
        html.raw("</td>");
    }

    /** Shows the metrics that stages have set themselves, a row for each name. */
    private void own(Html html) {
        TreeSet<String> names = new TreeSet<>();
        List<StageReport> having = executed.stream()
                .filter(stage -> !stage.metrics().isEmpty())
                .peek(stage -> names.addAll(stage.metrics().keySet()))
                .toList();
        if (names.isEmpty()) {
            return;
        }
        html.raw("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"What stages measured\"><table>")
                .raw("<caption>What stages measured</caption><thead><tr><th scope=\"col\">Metric</th>");
        having.forEach(stage -> html.element("th", "scope=\"col\" class=\"number\"", stage.id()));
        html.raw("</tr></thead><tbody>");
        for (String name : names) {
            html.raw("<tr>").element("th", "scope=\"row\"", capital(name.replace('_', ' ')));
            having.forEach(stage -> metric(html, name, stage.metrics()));
            html.raw("</tr>");
        }
        html.raw("</tbody></table></div>");
    }

    private static void metric(Html html, String name, Map<String, Number> metrics) {
        Number value = metrics.get(name);
        String shown = value == null
                ? "–"
                : name.contains("_bytes") ? Figures.bytes(value.longValue()) : Figures.metric(name, value);
        html.element("td", "class=\"number\"", name.endsWith("_per_second") && value != null ? shown + "/s" : shown);
    }

    private static String capital(String words) {
        return words.isEmpty() ? words : words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }

    private static @Nullable Double wide(@Nullable Long value) {
        return value == null ? null : (Double) value.doubleValue();
    }

    private static @Nullable Double sum(@Nullable Double one, @Nullable Double other) {
        return one == null || other == null ? null : (Double) (one + other);
    }

    private static String rounded(double bytes) {
        return Figures.bytes(Math.round(bytes));
    }

    private static String bytes(@Nullable Long count) {
        return count == null ? Layout.UNKNOWN : Figures.bytes(count);
    }

    private static String seconds(@Nullable Double value) {
        return value == null ? Layout.UNKNOWN : Figures.seconds(value);
    }
}
