package org.virnuc.telemetry;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a run used and what that cost. The stages and {@code outside} add up to {@code total} exactly.
 *
 * @param devices devices held from start to end, each with the name that a price sheet knows it by
 * @param stages a row for each stage of the report
 * @param outside time between the stages; null where nothing was priced
 * @param total the run's cost; null where nothing was priced
 * @param saved what the skipped stages cost when they were executed, not part of the total; null where that is not known
 * @param earlier attempts before this one in the same run directory; null where there were none
 * @param cap the limit, where there was one
 */
public record CostReport(
        Map<String, String> devices,
        List<StageCost> stages,
        @Nullable CostSplit outside,
        @Nullable CostSplit total,
        @Nullable BigDecimal saved,
        @Nullable Earlier earlier,
        @Nullable Cap cap) {
    public CostReport {
        devices = Checks.ordered(devices, "costs.devices");
        stages = List.copyOf(Checks.present(stages, "costs.stages"));
        Checks.notNegative(saved, "costs.saved");
        if (outside != null && total != null) {
            CostSplit sum = outside;
            for (StageCost stage : stages) {
                sum = stage.cost() == null ? sum : sum.plus(stage.cost());
            }
            if (!sum.equals(total)) {
                throw new IllegalArgumentException("costs.total is "
                        + total.cost().toPlainString() + ", but the stages add up to "
                        + sum.cost().toPlainString());
            }
        }
    }

    /** What was used, not priced. */
    static CostReport used(Map<String, String> devices, List<StageCost> stages) {
        return new CostReport(devices, stages, null, null, null, null, null);
    }

    /** The same costs with what earlier attempts spent, and the limit for all of them. */
    public CostReport within(@Nullable Earlier spent, @Nullable Cap limit) {
        return new CostReport(devices, stages, outside, total, saved, spent, limit);
    }

    /** Attempts that were ended before this one, and what they spent. */
    public record Earlier(int attempts, BigDecimal cost) {
        public Earlier {
            Checks.notNegative(attempts, "costs.earlier.attempts");
            Checks.notNegative(Checks.present(cost, "cost"), "costs.earlier.cost");
        }
    }

    /**
     * A limit to what all attempts together may spend.
     *
     * @param limit in the run's currency
     * @param spent by all attempts
     * @param reached whether the run was stopped by it
     * @param overshoot spent beyond the limit: what batches, at most one per device, took longer than expected, and loading a model
     */
    public record Cap(BigDecimal limit, BigDecimal spent, boolean reached, BigDecimal overshoot) {
        public Cap {
            Checks.notNegative(Checks.present(limit, "limit"), "costs.cap.limit");
            Checks.notNegative(Checks.present(spent, "spent"), "costs.cap.spent");
            Checks.notNegative(Checks.present(overshoot, "overshoot"), "costs.cap.overshoot");
        }

        /** How a limit stands. */
        public static Cap of(BigDecimal limit, BigDecimal spent, boolean reached) {
            BigDecimal over = spent.subtract(limit).max(BigDecimal.ZERO);
            return new Cap(CostSplit.plain(limit), CostSplit.plain(spent), reached, CostSplit.plain(over));
        }
    }
}
