package org.virnuc.telemetry.cost;

import java.nio.file.Path;
import java.util.List;
import org.virnuc.telemetry.CostReport;
import org.virnuc.telemetry.OriginalStage;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.StageReport;
import org.virnuc.telemetry.report.JsonReport;
import org.virnuc.telemetry.report.ReportException;

/** Prices a finished run by another price sheet, from the usage in its report. Nothing is executed again. */
public final class Repricing {
    private Repricing() {}

    /**
     * Returns the report in {@code telemetryJson} with costs by {@code sheet}.
     *
     * @throws ReportException if there is no such report, or it does not say what was used
     */
    public static RunReport of(Path telemetryJson, PriceSheet sheet) {
        RunReport report = JsonReport.read(telemetryJson);
        if (report.costs() == null) {
            throw new ReportException(telemetryJson + " does not say what the run used (\"costs\" is missing):"
                    + " it was written by a version that could not be re-priced");
        }
        return of(report, sheet);
    }

    /**
     * Returns the report with costs by {@code sheet}. Costs of skipped stages and of earlier attempts are history and
     * stay as they are, unless the currency changes; then they are left out.
     */
    public static RunReport of(RunReport report, PriceSheet sheet) {
        CostReport costs = report.costs();
        String before = report.totals().currency();
        if (costs == null || before == null || before.equals(sheet.currency())) {
            return new CostMeter(sheet).price(report);
        }
        List<StageReport> stages =
                report.stages().stream().map(Repricing::withoutHistory).toList();
        return new CostMeter(sheet)
                .price(report.withCosts(report.totals(), stages, report.pricing(), costs.within(null, null)));
    }

    private static StageReport withoutHistory(StageReport stage) {
        OriginalStage original = stage.original();
        return original == null
                ? stage
                : stage.withOriginal(new OriginalStage(original.runId(), original.wallSeconds(), null));
    }
}
