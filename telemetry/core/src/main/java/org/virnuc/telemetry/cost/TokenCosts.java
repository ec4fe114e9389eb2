package org.virnuc.telemetry.cost;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.virnuc.telemetry.CallFigures;
import org.virnuc.telemetry.CostSplit;
import org.virnuc.telemetry.PricingReport.ModelPrice;
import org.virnuc.telemetry.StageCost;
import org.virnuc.telemetry.UsageReport;

/** The costs that accrue by the token. */
final class TokenCosts {
    /** Decimal places to shift by, because prices apply to 1,000 tokens. */
    private static final int THOUSAND = 3;

    private TokenCosts() {}

    /** Adds the cost of tokens to the usage and the split of every stage, replacing earlier costs. */
    static void price(List<StageCost> stages, PricesUsed prices) {
        stages.replaceAll(stage -> {
            List<UsageReport> rows = new ArrayList<>();
            CostSplit cost = CostSplit.ZERO;
            for (UsageReport row : stage.usage()) {
                BigDecimal paid = cost(row, prices);
                rows.add(row.withCost(paid));
                cost = paid == null ? cost : cost.plus(split(row, paid));
            }
            return new StageCost(stage.id(), rows, stage.loadSeconds(), stage.wastedSeconds(), cost);
        });
    }

    private static @Nullable BigDecimal cost(UsageReport row, PricesUsed prices) {
        BigDecimal billed = row.calls().cost();
        if (billed != null) {
            prices.billed();
            return CostSplit.plain(billed);
        }
        ModelPrice price = prices.model(row.model(), row.provider());
        return price == null ? null : of(row.calls(), price);
    }

    /** Returns the exact cost of the tokens. Cached tokens are part of the prompt and have their own price. */
    static BigDecimal of(CallFigures calls, ModelPrice price) {
        long cached = Math.min(calls.cached(), calls.promptTokens());
        BigDecimal sum = price.prompt()
                .multiply(BigDecimal.valueOf(calls.promptTokens() - cached))
                .add(price.cached().multiply(BigDecimal.valueOf(cached)))
                .add(price.completion().multiply(BigDecimal.valueOf(calls.completionTokens())));
        return CostSplit.plain(sum.movePointLeft(THOUSAND));
    }

    private static CostSplit split(UsageReport row, BigDecimal paid) {
        BigDecimal none = BigDecimal.ZERO;
        return switch (row.use()) {
            case COMPUTE -> CostSplit.of(paid, none, none, none, none);
            case RETRIED -> CostSplit.of(none, none, none, paid, none);
            case WASTED -> CostSplit.of(none, none, none, none, paid);
        };
    }
}
