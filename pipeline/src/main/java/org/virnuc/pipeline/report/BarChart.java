package org.virnuc.pipeline.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.virnuc.telemetry.report.Figures;

/** Stacked upright bars as SVG, which needs no script and prints. */
final class BarChart {
    private static final int WIDTH = 360;
    private static final int LEFT = 6;
    private static final int TOP = 16;
    private static final int HEIGHT = 130;
    private static final int TICKS = 6;

    private final String title;
    private final List<String> labels;
    private final List<Series> series = new ArrayList<>();

    /**
     * An empty chart.
     *
     * @param title what it shows, read out to those who cannot see it
     * @param labels where each bar begins, as the axis says it
     */
    BarChart(String title, List<String> labels) {
        this.title = title;
        this.labels = List.copyOf(labels);
    }

    private record Series(Shade shade, List<Long> counts) {}

    BarChart with(Shade shade, List<Long> counts) {
        if (counts.size() != labels.size()) {
            throw new IllegalArgumentException(counts.size() + " bars for " + labels.size() + " labels");
        }
        series.add(new Series(shade, List.copyOf(counts)));
        return this;
    }

    Html render() {
        Html html = new Html();
        html.markup("<figure><figcaption>").text(title).markup("</figcaption>");
        html.markup("<svg viewBox=\"0 0 360 170\" role=\"img\" aria-label=\"")
                .text(title)
                .markup("\">");
        long most = most();
        html.markup("<text x=\"6\" y=\"11\">")
                .text(Figures.count(most))
                .markup("</text><line class=\"axis\" x1=\"6\" y1=\"16\" x2=\"354\" y2=\"16\"/>");
        for (int bar = 0; bar < labels.size(); bar++) {
            bar(html, bar, most);
        }
        html.markup("<line class=\"axis\" x1=\"6\" y1=\"146\" x2=\"354\" y2=\"146\"/>");
        axis(html);
        html.markup("</svg><p class=\"key\">");
        series.forEach(one -> one.shade().key(html));
        return html.markup("</p></figure>\n");
    }

    private long most() {
        long most = 1;
        for (int bar = 0; bar < labels.size(); bar++) {
            most = Math.max(most, total(bar));
        }
        return most;
    }

    private long total(int bar) {
        return series.stream().mapToLong(one -> one.counts().get(bar)).sum();
    }

    private void bar(Html html, int bar, long most) {
        if (total(bar) == 0) {
            return;
        }
        html.markup("<g><title>").text(tip(bar)).markup("</title>");
        double bottom = TOP + HEIGHT;
        for (Series one : series) {
            double height = (double) one.counts().get(bar) * HEIGHT / most;
            // A bar that is there is seen.
            double seen = height > 0 ? Math.max(height, 1) : 0;
            if (seen > 0) {
                bottom -= seen;
                one.shade().rectangle(html, x(bar) + 1, bottom, x(bar + 1) - x(bar) - 2, seen);
            }
        }
        html.markup("</g>");
    }

    private String tip(int bar) {
        StringBuilder tip = new StringBuilder("from " + labels.get(bar) + ":");
        for (Series one : series) {
            tip.append(' ')
                    .append(Figures.count(one.counts().get(bar)))
                    .append(' ')
                    .append(one.shade().word());
        }
        return tip.toString();
    }

    private void axis(Html html) {
        int step = Math.max(1, (labels.size() + TICKS - 1) / TICKS);
        for (int bar = 0; bar < labels.size(); bar += step) {
            html.markup("<text y=\"161\" x=\"")
                    .text(decimal(x(bar) + 1))
                    .markup("\">")
                    .text(labels.get(bar))
                    .markup("</text>");
        }
    }

    private double x(int bar) {
        return LEFT + (double) (WIDTH - 2 * LEFT) * bar / labels.size();
    }

    static String decimal(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
