package org.virnuc.telemetry.dashboard;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.virnuc.telemetry.report.Figures;

/** Draws a stacked bar for each day. Days without runs are gaps. */
final class BarChart {
    private static final double WIDTH = 600;
    private static final double HEIGHT = 160;
    private static final double LEFT = 60;
    private static final double BOTTOM = 24;
    private static final double WIDEST = 60;
    private static final int COLOURS = 8;
    private static final String OTHERS = "others";

    private final String title;
    private final NavigableMap<LocalDate, Map<String, Double>> bars;
    private final List<String> parts;

    /** Parts beyond the largest seven are drawn as one. */
    BarChart(String title, NavigableMap<LocalDate, Map<String, Double>> bars) {
        this.title = title;
        Map<String, Double> sums = new TreeMap<>();
        bars.values().forEach(bar -> bar.forEach((name, value) -> sums.merge(name, value, Double::sum)));
        Set<String> named = new TreeSet<>(sums.keySet());
        if (sums.size() > COLOURS) {
            named.clear();
            sums.entrySet().stream()
                    .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                    .limit(COLOURS - 1)
                    .forEach(part -> named.add(part.getKey()));
        }
        this.parts = new ArrayList<>(named);
        this.bars = new TreeMap<>();
        bars.forEach((date, bar) -> {
            Map<String, Double> shown = new TreeMap<>();
            bar.forEach((name, value) -> shown.merge(named.contains(name) ? name : OTHERS, value, Double::sum));
            this.bars.put(date, shown);
        });
        if (named.size() < sums.size()) {
            parts.add(OTHERS);
        }
    }

    void appendTo(Html html) {
        LocalDate first = bars.firstKey();
        long days = ChronoUnit.DAYS.between(first, bars.lastKey()) + 1;
        double most = bars.values().stream()
                .mapToDouble(bar ->
                        bar.values().stream().mapToDouble(Double::doubleValue).sum())
                .max()
                .orElse(1);
        double top = most <= 0 ? 1 : most;
        double slot = Math.min(WIDEST, (WIDTH - LEFT) / days);
        html.raw("<figure><figcaption>").text(title).raw("</figcaption>");
        html.raw("<svg role=\"img\" viewBox=\"0 0 " + Svg.number(WIDTH) + " " + Svg.number(HEIGHT + BOTTOM) + "\" "
                + Html.attribute(
                        "aria-label", title + ": the highest is " + number(top) + "; the table below has all figures")
                + ">");
        axis(html, top);
        bars.forEach(
                (date, bar) -> bar(html, date, bar, LEFT + slot * ChronoUnit.DAYS.between(first, date), slot, top));
        label(html, LEFT, "start", first.toString());
        if (days > 1) {
            label(
                    html,
                    Math.max(LEFT + 200, LEFT + slot * days),
                    "end",
                    bars.lastKey().toString());
        }
        html.raw("</svg>");
        legend(html);
        html.raw("</figure>");
    }

    private void bar(Html html, LocalDate date, Map<String, Double> bar, double x, double slot, double top) {
        double y = HEIGHT;
        for (int i = 0; i < parts.size(); i++) {
            Double value = bar.get(parts.get(i));
            if (value != null && value > 0) {
                double height = (HEIGHT - 8) * value / top;
                y -= height;
                html.raw("<rect class=\"" + colour(i) + "\" x=\"" + Svg.number(x + slot * 0.1) + "\" y=\""
                                + Svg.number(y)
                                + "\" width=\"" + Svg.number(Math.max(1, slot * 0.8)) + "\" height=\""
                                + Svg.number(height) + "\"><title>")
                        .text(date + " " + parts.get(i) + ": " + number(value))
                        .raw("</title></rect>");
            }
        }
    }

    /** The class of a part: that of its status, or one of a row of colours that people with any colour vision can tell apart. */
    private String colour(int part) {
        return switch (parts.get(part)) {
            case "done", "failed", "cancelled", "crashed", "running" -> "stage " + parts.get(part);
            default -> "c" + part % COLOURS;
        };
    }

    private static void axis(Html html, double top) {
        for (int tick = 0; tick <= 2; tick++) {
            double y = HEIGHT - (HEIGHT - 8) * tick / 2;
            html.raw("<line class=\"tick\" x1=\"" + Svg.number(LEFT) + "\" x2=\"" + Svg.number(WIDTH) + "\" y1=\""
                            + Svg.number(y) + "\" y2=\"" + Svg.number(y)
                            + "\"/><text class=\"axis\" text-anchor=\"end\" x=\""
                            + Svg.number(LEFT - 6) + "\" y=\"" + Svg.number(y + 4) + "\">")
                    .text(number(top * tick / 2))
                    .raw("</text>");
        }
    }

    private static void label(Html html, double x, String anchor, String text) {
        html.raw("<text class=\"axis\" text-anchor=\"" + anchor + "\" x=\"" + Svg.number(x) + "\" y=\""
                        + Svg.number(HEIGHT + BOTTOM - 6) + "\">")
                .text(text)
                .raw("</text>");
    }

    private void legend(Html html) {
        if (parts.size() < 2) {
            return;
        }
        html.raw("<ul class=\"legend\">");
        for (int i = 0; i < parts.size(); i++) {
            html.raw("<li><span class=\"key " + colour(i) + "\"></span>")
                    .text(parts.get(i))
                    .raw("</li>");
        }
        html.raw("</ul>");
    }

    private static String number(double value) {
        return value == Math.rint(value) && value < 1e15
                ? Figures.count((long) value)
                : value < 0.1
                        ? new BigDecimal(value)
                                .round(new MathContext(2))
                                .stripTrailingZeros()
                                .toPlainString()
                        : value < 10 ? String.format(Locale.ROOT, "%.2f", value) : Figures.rate(value);
    }
}
