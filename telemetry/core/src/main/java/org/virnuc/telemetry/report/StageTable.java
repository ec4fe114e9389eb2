package org.virnuc.telemetry.report;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.virnuc.telemetry.BaselineReport;
import org.virnuc.telemetry.OriginalStage;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.StageReport;

/**
 * The stages of a run as a table: one row per stage, one for the time between stages, and the total. Unknown values are
 * dashes.
 */
final class StageTable {
    private static final String UNKNOWN = "-";

    /** Shortest time between stages, in seconds, that gets a row. */
    private static final double NOTABLE_SECONDS = 0.05;

    private final RunReport run;

    private StageTable(RunReport run) {
        this.run = run;
    }

    static Table of(RunReport run) {
        return new StageTable(run).build();
    }

    private Table build() {
        Table table =
                new Table(2, row("Stage", "Status", "Wall", "Share", "Items in", "Items out", "Items/s", "Speed-up"));
        run.stages().forEach(stage -> table.add(stageRow(stage)));
        double outside = run.wallSeconds()
                - run.stages().stream().mapToDouble(StageReport::wallSeconds).sum();
        if (outside >= NOTABLE_SECONDS) {
            table.add(row("outside stages", "", Figures.seconds(outside), share(outside), "", "", "", ""));
        }
        BaselineReport baseline = run.baseline();
        table.add(row(
                "total",
                run.status().word(),
                Figures.seconds(run.wallSeconds()),
                share(run.wallSeconds()),
                "",
                "",
                "",
                baseline == null ? "" : times(baseline.speedup())));
        return table;
    }

    private List<String> stageRow(StageReport stage) {
        Double rate = stage.itemsPerSecond();
        return row(
                stage.id(),
                stage.skippedReason() == null
                        ? stage.status().word()
                        : stage.status().word() + " (" + stage.skippedReason() + ")",
                stage.executed() ? Figures.seconds(stage.wallSeconds()) : was(stage.original()),
                stage.executed() ? share(stage.wallSeconds()) : UNKNOWN,
                count(stage.itemsIn()),
                count(stage.itemsOut()),
                rate == null ? UNKNOWN : Figures.rate(rate),
                speedup(stage));
    }

    /** Returns a row, without its last cell if the run has no baseline. */
    private List<String> row(String... cells) {
        List<String> row = new ArrayList<>(List.of(cells));
        if (run.baseline() == null) {
            row.remove(row.size() - 1);
        }
        return row;
    }

    private String was(@Nullable OriginalStage original) {
        if (original == null) {
            return UNKNOWN;
        }
        BigDecimal cost = original.cost();
        return "was " + Figures.seconds(original.wallSeconds())
                + (cost == null || cost.signum() == 0
                        ? ""
                        : ", cost " + Wording.cost(cost, run.totals().currency()));
    }

    private String speedup(StageReport stage) {
        BaselineReport baseline = run.baseline();
        BaselineReport.StageSpeedup compared =
                baseline == null ? null : baseline.stages().get(stage.id());
        return compared == null ? UNKNOWN : times(compared.speedup());
    }

    private String share(double seconds) {
        return run.wallSeconds() == 0 ? UNKNOWN : Figures.percent(seconds / run.wallSeconds());
    }

    private static String count(@Nullable Long items) {
        return items == null ? UNKNOWN : Figures.count(items);
    }

    private static String times(@Nullable Double factor) {
        return factor == null ? UNKNOWN : Figures.times(factor);
    }
}
