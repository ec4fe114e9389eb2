package org.virnuc.telemetry;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.virnuc.files.PublicApi;

/**
 * What a run used and what that cost. The costs of the stages and of {@code outside} add up to {@code total} exactly.
 *
 * @param devices devices held from the start of the run to its end, with the type by which a price sheet knows each
 * @param stages one entry for each stage of the report
 * @param outside cost of the time between stages; null if nothing was priced
 * @param total cost of the run; null if nothing was priced
 * @param saved what the skipped stages cost in the run that executed them, which is not part of the total; null if
 *     unknown
 * @param earlier earlier attempts in the same run directory; null if there were none
 * @param cap the cost cap; null if there was none
 */
@PublicApi
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

    /** Returns a report of what was used, without prices. */
    static CostReport used(Map<String, String> devices, List<StageCost> stages) {
        return new CostReport(devices, stages, null, null, null, null, null);
    }

    /** Returns the cost of a stage, over all its entries; null if nothing was priced or there is no such stage. */
    public @Nullable CostSplit ofStage(String id) {
        return stages.stream()
                .filter(stage -> stage.id().equals(id))
                .map(StageCost::cost)
                .filter(Objects::nonNull)
                .reduce(CostSplit::plus)
                .orElse(null);
    }

    /** Returns a copy that includes the spending of earlier attempts and the cap that applies to all attempts. */
    public CostReport within(@Nullable Earlier spent, @Nullable Cap limit) {
        return new CostReport(devices, stages, outside, total, saved, spent, limit);
    }

    /** Earlier attempts of the same run, and what they spent together. */
    public record Earlier(int attempts, BigDecimal cost) {
        public Earlier {
            Checks.notNegative(attempts, "costs.earlier.attempts");
            Checks.notNegative(Checks.present(cost, "cost"), "costs.earlier.cost");
        }
    }

    /**
     * A cost cap: the most that all attempts together may spend.
     *
     * @param limit the cap, in the run's currency
     * @param spent what all attempts have spent
     * @param reached whether the cap stopped the run
     * @param overshoot amount spent beyond the limit, caused by loading a model and by batches, at most one per device,
     *     that took longer than expected
     */
    public record Cap(BigDecimal limit, BigDecimal spent, boolean reached, BigDecimal overshoot) {
        public Cap {
            Checks.notNegative(Checks.present(limit, "limit"), "costs.cap.limit");
            Checks.notNegative(Checks.present(spent, "spent"), "costs.cap.spent");
            Checks.notNegative(Checks.present(overshoot, "overshoot"), "costs.cap.overshoot");
        }

        /** Creates a cap and derives the overshoot. */
        public static Cap of(BigDecimal limit, BigDecimal spent, boolean reached) {
            BigDecimal over = spent.subtract(limit).max(BigDecimal.ZERO);
            return new Cap(CostSplit.plain(limit), CostSplit.plain(spent), reached, CostSplit.plain(over));
        }
    }
}
