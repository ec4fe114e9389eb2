package org.virnuc.report;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.virnuc.telemetry.OriginalStage;
import org.virnuc.telemetry.StageReport;

/** Charts that compare the resources of all stages. */
final class StageCharts {
    private static final double MEGABYTE = 1e6;

    private StageCharts() {}

    static void draw(Html html, List<StageReport> stages, Charts charts) {
        if (stages.isEmpty()) {
            return;
        }
        List<String> names = stages.stream().map(StageReport::id).toList();
        html.markup("<div class=\"charts\">");
        BarChart wall = BarChart.lying("Wall time by stage", "s", names)
                .with("this run", Shade.RECORDS, each(stages, StageReport::wallSeconds));
        if (stages.stream().anyMatch(stage -> stage.original() != null)) {
            wall.with("an earlier run", Shade.UNSCORED, each(stages, StageCharts::earlier));
        }
        wall.draw(html, charts);
        known(html, charts, stages, "CPU time by stage, of the whole process", "s", StageCharts::cpuSeconds);
        known(html, charts, stages, "Items per second", "/s", StageReport::itemsPerSecond);
        known(html, charts, stages, "Peak memory, of the whole process", "MB", StageCharts::megabytes);
        html.markup("</div>\n");
    }

    /** Adds a chart if anything was measured. */
    private static void known(
            Html html,
            Charts charts,
            List<StageReport> stages,
            String title,
            String unit,
            Function<StageReport, @Nullable Double> value) {
        List<StageReport> measured = stages.stream()
                .filter(stage -> stage.executed() && value.apply(stage) != null)
                .toList();
        if (!measured.isEmpty()) {
            BarChart.lying(title, unit, measured.stream().map(StageReport::id).toList())
                    .with("this run", Shade.RECORDS, each(measured, value))
                    .draw(html, charts);
        }
    }

    private static List<Double> each(List<StageReport> stages, Function<StageReport, @Nullable Double> value) {
        return stages.stream()
                .map(stage -> Objects.requireNonNullElse(value.apply(stage), 0.0))
                .toList();
    }

    private static double earlier(StageReport stage) {
        OriginalStage original = stage.original();
        return original == null ? 0 : original.wallSeconds();
    }

    /** CPU seconds, user and system; null if unknown. */
    static @Nullable Double cpuSeconds(StageReport stage) {
        Double user = stage.cpuUserSeconds();
        Double system = stage.cpuSystemSeconds();
        return user == null || system == null ? null : (Double) (user + system);
    }

    private static @Nullable Double megabytes(StageReport stage) {
        Long bytes = stage.resources().peakRssBytes();
        return bytes == null ? null : (Double) (bytes / MEGABYTE);
    }
}
