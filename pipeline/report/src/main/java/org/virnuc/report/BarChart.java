package org.virnuc.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.virnuc.telemetry.report.Figures;

/** A chart of stacked bars, with the same numbers as a table. */
final class BarChart {
    private final Charts.Kind kind;
    private final String title;
    private final String unit;
    private final List<String> labels;
    private final List<Series> series = new ArrayList<>();

    private BarChart(Charts.Kind kind, String title, String unit, List<String> labels) {
        this.kind = kind;
        this.title = title;
        this.unit = unit;
        this.labels = List.copyOf(labels);
    }

    /** A chart of vertical bars; a label names the lower bound of its bar. */
    static BarChart upright(String title, List<String> labels) {
        return new BarChart(Charts.Kind.BARS, title, "", labels);
    }

    /** A chart of horizontal bars. */
    static BarChart lying(String title, String unit, List<String> labels) {
        return new BarChart(Charts.Kind.ROWS, title, unit, labels);
    }

    /** A chart of one bar, whose parts add up to the whole. */
    static BarChart whole(String title, String unit) {
        return new BarChart(Charts.Kind.WHOLE, title, unit, List.of(title));
    }

    /** A series of values, as the script reads it. */
    record Series(String name, String colour, List<? extends Number> values) {
        Series {
            values = List.copyOf(values);
        }
    }

    private record Bars(String unit, List<String> labels, List<Series> series) {}

    /** Adds a series, named after the meaning of its colour. */
    BarChart with(Shade shade, List<? extends Number> values) {
        return with(shade.word(), shade, values);
    }

    BarChart with(String name, Shade shade, List<? extends Number> values) {
        if (values.size() != labels.size()) {
            throw new IllegalArgumentException(values.size() + " bars for " + labels.size() + " labels");
        }
        series.add(new Series(name, shade.word(), values));
        return this;
    }

    /** Draws the chart without the table. */
    void draw(Html html, Charts charts) {
        html.markup("<figure><figcaption>").text(title).markup("</figcaption>");
        charts.place(html, kind, title, new Bars(unit, labels, series));
        html.markup("</figure>\n");
    }

    /** Renders the chart and the table of its numbers. */
    void render(Html html, Charts charts) {
        html.markup("<figure><figcaption>").text(title).markup("</figcaption>");
        charts.place(html, kind, title, new Bars(unit, labels, series));
        html.markup(
                "<details><summary>Numbers</summary><div class=\"scroll\"><table><thead><tr><th class=\"n\">From</th>");
        series.forEach(one -> html.markup("<th class=\"n\">").text(one.name()).markup("</th>"));
        html.markup("</tr></thead><tbody>\n");
        for (int bar = 0; bar < labels.size(); bar++) {
            html.markup("<tr><td class=\"n\">").text(labels.get(bar)).markup("</td>");
            for (Series one : series) {
                html.markup("<td class=\"n\">")
                        .text(shown(one.values().get(bar)))
                        .markup("</td>");
            }
            html.markup("</tr>\n");
        }
        html.markup("</tbody></table></div></details></figure>\n");
    }

    private static String shown(Number value) {
        return value instanceof Long count
                ? Figures.count(count)
                : String.format(Locale.ROOT, "%,.3f", value.doubleValue());
    }
}
