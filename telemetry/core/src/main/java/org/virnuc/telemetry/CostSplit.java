package org.virnuc.telemetry;

import java.math.BigDecimal;
import org.virnuc.files.PublicApi;

/**
 * A cost and what it paid for. The parts add up to the cost exactly.
 *
 * @param cost the sum of the parts
 * @param compute calls whose results were used
 * @param load time spent loading models while devices were held
 * @param idle time in which held devices did other work or none
 * @param retried calls that had to be repeated
 * @param wasted everything spent after the last durable result of a stage that did not finish
 */
@PublicApi
public record CostSplit(
        BigDecimal cost, BigDecimal compute, BigDecimal load, BigDecimal idle, BigDecimal retried, BigDecimal wasted) {

    /** A cost of zero, which differs from an unknown cost. */
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

    /** Creates a split and derives the cost. */
    public static CostSplit of(
            BigDecimal compute, BigDecimal load, BigDecimal idle, BigDecimal retried, BigDecimal wasted) {
        BigDecimal sum = compute.add(load).add(idle).add(retried).add(wasted);
        return new CostSplit(plain(sum), plain(compute), plain(load), plain(idle), plain(retried), plain(wasted));
    }

    /** Returns the sum of two splits, part by part. */
    public CostSplit plus(CostSplit other) {
        return of(
                compute.add(other.compute),
                load.add(other.load),
                idle.add(other.idle),
                retried.add(other.retried),
                wasted.add(other.wasted));
    }

    /** Strips trailing zeros, so that equal amounts are equal as objects. */
    public static BigDecimal plain(BigDecimal amount) {
        BigDecimal stripped = amount.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }
}
