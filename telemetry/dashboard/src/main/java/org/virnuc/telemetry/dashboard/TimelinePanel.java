package org.virnuc.telemetry.dashboard;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.virnuc.telemetry.CallUse;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.StageReport;
import org.virnuc.telemetry.UsageReport;
import org.virnuc.telemetry.report.Figures;

/** Draws when stages ran and devices computed, along the time of a run, with the figures of the devices as a table. */
final class TimelinePanel {
    private static final double WIDTH = 640;
    private static final double LINE = 22;
    private static final double LABELS = 150;
    private static final int TICKS = 4;
    private static final int LONGEST_LABEL = 20;

    private final RunView run;
    private final RunReport report;
    private final List<StageReport> executed;
    private final DeviceUse devices;
    private final double whole;

    TimelinePanel(RunView run, RunReport report) {
        this.run = run;
        this.report = report;
        this.executed = report.stages().stream().filter(StageReport::executed).collect(Collectors.toList());
        this.devices = new DeviceUse(report, run.file("calls.jsonl"));
        this.whole = Math.max(report.wallSeconds(), 1e-3);
    }

    /** Skipped stages have no time of their own, and are left out. */
    void appendTo(Html html) {
        if (executed.isEmpty()) {
            return;
        }
        Map<String, List<DeviceUse.Use>> uses = devices.byDevice();
        double height = LINE * (executed.size() + uses.size()) + 26;
        html.raw("<h3>Timeline</h3><div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Timeline\">")
                .raw("<svg class=\"timeline\" role=\"img\" aria-label=\"When stages ran and devices computed; the"
                        + " tables have the same figures\""
                        + " viewBox=\"0"
                        + " 0 " + Svg.number(WIDTH) + " " + Svg.number(height)
                        + "\">");
        ticks(html, height);
        double y = 0;
        for (StageReport stage : executed) {
            stage(html, stage, y);
            y += LINE;
        }
        Map<String, List<DeviceUse.Interval>> busy = devices.busy(whole / (WIDTH - LABELS));
        for (Map.Entry<String, List<DeviceUse.Use>> device : uses.entrySet()) {
            device(html, device.getKey(), device.getValue(), busy.get(device.getKey()), y);
            y += LINE;
        }
        html.raw("</svg></div>");
        table(html, uses);
    }

    private void ticks(Html html, double height) {
        for (int tick = 0; tick <= TICKS; tick++) {
            double at = whole * tick / TICKS;
            html.raw("<line class=\"tick\" x1=\"" + Svg.number(x(at)) + "\" x2=\"" + Svg.number(x(at))
                    + "\" y1=\"0\" y2=\"" + Svg.number(height - 20) + "\"/><text class=\"axis\" text-anchor=\""
                    + (tick == 0 ? "start" : tick == TICKS ? "end" : "middle") + "\" x=\"" + Svg.number(x(at))
                    + "\" y=\"" + Svg.number(height - 5) + "\">");
            html.text(RunsPage.duration(at)).raw("</text>");
        }
    }

    private void stage(Html html, StageReport stage, double y) {
        double start = seconds(stage.startedAt());
        label(html, stage.id(), y);
        bar(html, "stage " + StagePanel.word(run, stage), start, start + stage.wallSeconds(), y, 1);
        html.text(stage.id() + ": " + Figures.seconds(stage.wallSeconds()) + " from " + Figures.seconds(start))
                .raw("</title></rect>");
    }

    /** Draws the stages that used a device, each as dark as the device was busy; with a trace, when it computed instead. */
    private void device(
            Html html, String name, List<DeviceUse.Use> uses, @Nullable List<DeviceUse.Interval> busy, double y) {
        label(html, name, y);
        for (DeviceUse.Use use : uses) {
            if (use.stage().executed()) {
                double start = seconds(use.stage().startedAt());
                double shade = busy == null ? Math.max(0.12, use.busyShare()) : 0.12;
                bar(html, "device", start, start + use.stage().wallSeconds(), y, shade);
                html.text(name + " for " + use.stage().id() + ": busy " + Figures.percent(use.busyShare())
                                + " of the time")
                        .raw("</title></rect>");
            }
        }
        if (busy != null) {
            for (DeviceUse.Interval interval : busy) {
                bar(html, "device", interval.from(), interval.to(), y, 1);
                html.text(name + " computed for " + Figures.seconds(interval.to() - interval.from()) + " from "
                                + Figures.seconds(interval.from()))
                        .raw("</title></rect>");
            }
        }
    }

    private static void label(Html html, String text, double y) {
        String shown = text.length() > LONGEST_LABEL ? text.substring(0, LONGEST_LABEL - 1) + "…" : text;
        html.raw("<text class=\"label\" x=\"0\" y=\"" + Svg.number(y + 15) + "\">")
                .text(shown)
                .raw("</text>");
    }

    /** Begins a bar, to be ended after the text of its title. */
    private void bar(Html html, String kind, double from, double to, double y, double shade) {
        double width = Math.max(1.5, x(to) - x(from));
        html.raw("<rect class=\"" + kind + "\" rx=\"2\" x=\"" + Svg.number(x(from)) + "\" y=\"" + Svg.number(y + 3)
                + "\" width=\"" + Svg.number(width) + "\" height=\"" + Svg.number(LINE - 6) + "\""
                + (shade < 1 ? " fill-opacity=\"" + Svg.number(shade) + "\"" : "") + "><title>");
    }

    private double seconds(Instant at) {
        return Math.max(0, Duration.between(report.startedAt(), at).toNanos() / 1e9);
    }

    private double x(double seconds) {
        return LABELS + (WIDTH - LABELS) * Math.min(1, seconds / whole);
    }

    private static void table(Html html, Map<String, List<DeviceUse.Use>> devices) {
        if (devices.isEmpty()) {
            return;
        }
        html.raw("<details id=\"devices\"><summary>Figures of the devices</summary>")
                .raw("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Figures of the"
                        + " devices\"><table><thead><tr>")
                .raw("<th scope=\"col\">Device</th><th scope=\"col\">Stage</th>");
        List.of("Batches", "Items", "Tokens", "Padding", "Busy", "Idle", "Queue wait", "Tried again", "Wasted")
                .forEach(title -> html.element("th", "scope=\"col\" class=\"number\"", title));
        html.raw("</tr></thead><tbody>");
        devices.forEach((device, uses) -> uses.forEach(use -> row(html, device, use)));
        html.raw("</tbody></table></div></details>");
    }

    private static void row(Html html, String device, DeviceUse.Use use) {
        long tokens = sum(use, one -> one.calls().tokens());
        long padded = sum(use, one -> one.calls().paddedTokens());
        Map<String, Number> metrics = use.stage().metrics();
        Number idle = metrics.get("idle_share");
        Number wait = metrics.get("queue_wait_seconds");
        html.raw("<tr>")
                .element("th", "scope=\"row\"", device)
                .element("td", "", use.stage().id());
        List.of(
                        Figures.count(sum(use, one -> one.calls().count())),
                        Figures.count(sum(use, one -> one.calls().items())),
                        Figures.count(tokens),
                        tokens + padded == 0 ? "–" : Figures.percent(padded / (double) (tokens + padded)),
                        Figures.seconds(use.busySeconds()),
                        idle == null ? "–" : Figures.percent(idle.doubleValue()),
                        wait == null ? "–" : Figures.seconds(wait.doubleValue()),
                        Figures.count(calls(use, CallUse.RETRIED)),
                        Figures.count(calls(use, CallUse.WASTED)))
                .forEach(value -> html.element("td", "class=\"number\"", value));
        html.raw("</tr>");
    }

    private static long calls(DeviceUse.Use use, CallUse kind) {
        return sum(use, one -> one.use() == kind ? one.calls().count() : 0);
    }

    private static long sum(DeviceUse.Use use, ToLongFunction<UsageReport> figure) {
        return use.usage().stream().mapToLong(figure).sum();
    }
}
