package org.virnuc.telemetry.cost;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.virnuc.telemetry.CallFigures;
import org.virnuc.telemetry.CostReport;
import org.virnuc.telemetry.CostSplit;
import org.virnuc.telemetry.ModelCall;
import org.virnuc.telemetry.ModelFigures;
import org.virnuc.telemetry.OriginalStage;
import org.virnuc.telemetry.PricingReport;
import org.virnuc.telemetry.RunPrices;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.StageCost;
import org.virnuc.telemetry.StageReport;
import org.virnuc.telemetry.UsageReport;

/**
 * Computes the costs of a report from a price sheet. The result depends on nothing else, so a running run and one from
 * last year are priced alike.
 *
 * <p>A device costs money for the whole run, whether it computes or not, like a rented machine. Its cost is divided
 * among the stages by time, and within a stage among loading, computing and waiting. Tokens are priced as they were
 * used. If a provider reports the cost of a call, that cost takes precedence over the sheet.
 */
public final class CostMeter implements RunPrices {
    private final PriceSheet sheet;

    public CostMeter(PriceSheet sheet) {
        this.sheet = sheet;
    }

    /**
     * Returns a copy of the report with the costs by the sheet, which replace earlier ones. Costs of skipped stages in
     * the runs that executed them stay. A report that does not say what was used is returned unchanged.
     */
    @Override
    public RunReport price(RunReport report) {
        CostReport used = report.costs();
        if (used == null) {
            return report;
        }
        PricesUsed prices = new PricesUsed(sheet, report.startedAt());
        List<StageCost> stages = new ArrayList<>(used.stages());
        TokenCosts.price(stages, prices);
        CostSplit outside = new DeviceCosts(report, prices).price(used.devices(), stages);
        if (!prices.any()) {
            return rebuilt(report, clean(used), null);
        }
        CostSplit total = outside;
        for (StageCost stage : stages) {
            total = total.plus(Objects.requireNonNull(stage.cost()));
        }
        CostReport priced = new CostReport(
                used.devices(), stages, outside, total, saved(report.stages()), used.earlier(), used.cap());
        return rebuilt(report, priced, prices);
    }

    /** Returns the cost of the call's tokens and of the time by which it kept its device busy. */
    @Override
    public @Nullable BigDecimal cost(ModelCall call, @Nullable String deviceType, long busyNanos) {
        BigDecimal cost = tokens(call);
        PriceSheet.Found<PricingReport.DevicePrice> device =
                deviceType == null ? null : sheet.device(call.device(), deviceType);
        return device == null
                ? cost
                : plus(cost, CostSplit.plain(DeviceCosts.of(device.price(), Math.round(busyNanos / 1e3))));
    }

    private @Nullable BigDecimal tokens(ModelCall call) {
        if (call.cost() != null) {
            return CostSplit.plain(call.cost());
        }
        PriceSheet.Found<PricingReport.ModelPrice> model = sheet.model(call.model(), call.provider());
        return model == null ? null : TokenCosts.of(CallFigures.of(call), model.price());
    }

    private static CostReport clean(CostReport used) {
        List<StageCost> stages = used.stages().stream()
                .map(s -> new StageCost(
                        s.id(),
                        s.usage().stream().map(u -> u.withCost(null)).toList(),
                        s.loadSeconds(),
                        s.wastedSeconds(),
                        null))
                .toList();
        return new CostReport(used.devices(), stages, null, null, null, used.earlier(), used.cap());
    }

    private RunReport rebuilt(RunReport report, CostReport costs, @Nullable PricesUsed prices) {
        List<StageReport> stages = new ArrayList<>();
        Map<String, @Nullable BigDecimal> perModel = new LinkedHashMap<>();
        for (int i = 0; i < report.stages().size(); i++) {
            BigDecimal sum = null;
            for (UsageReport row : costs.stages().get(i).usage()) {
                sum = plus(sum, row.cost());
                perModel.put(row.model(), plus(perModel.get(row.model()), row.cost()));
            }
            StageReport stage = report.stages().get(i);
            stages.add(stage.withCalls(stage.calls().withCost(sum)));
        }
        Map<String, ModelFigures> models = new LinkedHashMap<>();
        report.totals().perModel().forEach((name, figures) -> {
            CallFigures calls = figures.calls().withCost(perModel.get(name));
            models.put(name, figures.withCalls(calls));
        });
        CostSplit total = costs.total();
        RunReport.Totals totals = report.totals()
                .withCosts(total == null ? null : total.cost(), total == null ? null : sheet.currency(), models);
        return report.withCosts(totals, stages, prices == null ? null : prices.report(), costs);
    }

    private static @Nullable BigDecimal saved(List<StageReport> stages) {
        BigDecimal sum = null;
        for (StageReport stage : stages) {
            OriginalStage original = stage.original();
            sum = original == null ? sum : plus(sum, original.cost());
        }
        return sum;
    }

    private static @Nullable BigDecimal plus(@Nullable BigDecimal one, @Nullable BigDecimal other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return CostSplit.plain(one.add(other));
    }
}
