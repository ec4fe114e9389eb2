package org.virnuc.telemetry.export;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.virnuc.telemetry.CostReport;
import org.virnuc.telemetry.CostSplit;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.StageCost;

/**
 * The cost of a run and of its stages, devices included.
 *
 * @param stages cost by stage, and of the time outside of stages; they add up to the total
 */
record RunCost(BigDecimal total, String currency, Map<String, BigDecimal> stages) {
    private static final String OUTSIDE = "outside stages";

    /** Returns the costs of a report; empty if there is none, or nothing in it was priced. */
    static Optional<RunCost> of(@Nullable RunReport report) {
        CostReport costs = report == null ? null : report.costs();
        CostSplit total = costs == null ? null : costs.total();
        String currency = report == null ? null : report.totals().currency();
        if (costs == null || total == null || currency == null) {
            return Optional.empty();
        }
        Map<String, BigDecimal> stages = new LinkedHashMap<>();
        for (StageCost stage : costs.stages()) {
            add(stages, stage.id(), stage.cost());
        }
        add(stages, OUTSIDE, costs.outside());
        return Optional.of(new RunCost(total.cost(), currency, stages));
    }

    private static void add(Map<String, BigDecimal> stages, String id, @Nullable CostSplit cost) {
        if (cost != null) {
            stages.merge(id, cost.cost(), BigDecimal::add);
        }
    }
}
