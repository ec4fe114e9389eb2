package org.virnuc.telemetry;

import java.math.BigDecimal;

/**
 * A cost and what it was paid for; the parts add up to the whole exactly.
 *
 * @param cost the sum
 * @param compute calls whose results were used
 * @param load models being loaded while the devices were held
 * @param idle devices held while they did something else or nothing
 * @param retried calls that had to be made again
 * @param wasted everything since the last kept result of a stage that did not come to its end
 */
public record CostSplit(
        BigDecimal cost, BigDecimal compute, BigDecimal load, BigDecimal idle, BigDecimal retried, BigDecimal wasted) {

    /** Nothing, priced. */
    public static final CostSplit ZERO =
            of(BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO);

    public CostSplit {
        Checks.notNegative(Checks.present(compute, "compute"), "costs.compute");
        Checks.notNegative(Checks.present(load, "load"), "costs.load");
        Checks.notNegative(Checks.present(idle, "idle"), "costs.idle");
        Checks.notNegative(Checks.present(retried, "retried"), "costs.retried");
        Checks.notNegative(Checks.present(wasted, "wasted"), "costs.wasted");
        BigDecimal sum = compute.add(load).add(idle).add(retried).add(wasted);
        if (sum.compareTo(Checks.present(cost, "cost")) != 0) {
            throw new IllegalArgumentException(
                    "costs.cost is " + cost.toPlainString() + ", but its parts add up to " + sum.toPlainString());
        }
    }

    /** The split of these parts. */
    public static CostSplit of(
            BigDecimal compute, BigDecimal load, BigDecimal idle, BigDecimal retried, BigDecimal wasted) {
        BigDecimal sum = compute.add(load).add(idle).add(retried).add(wasted);
        return new CostSplit(plain(sum), plain(compute), plain(load), plain(idle), plain(retried), plain(wasted));
    }

    /** The sum of both, part by part. */
    public CostSplit plus(CostSplit other) {
        return of(
                compute.add(other.compute),
                load.add(other.load),
                idle.add(other.idle),
                retried.add(other.retried),
                wasted.add(other.wasted));
    }

    /** An amount without zeros at its end, so that equal amounts are equal records. */
    public static BigDecimal plain(BigDecimal amount) {
        BigDecimal stripped = amount.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }
}
