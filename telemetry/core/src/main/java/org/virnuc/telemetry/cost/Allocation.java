package org.virnuc.telemetry.cost;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Divides an amount into parts that add up to it exactly. */
final class Allocation {
    /** Decimal places of a part: a billionth of the currency, which is fine enough for one batch on a cheap device. */
    static final int PLACES = 9;

    private Allocation() {}

    /**
     * Splits an amount in proportion to weights, by the largest-remainder method: each part is rounded down, and the
     * units left over go one each to the parts that lost most. Ties go to the earlier part.
     *
     * @param weights not negative; if all are 0, everything goes to the last part
     */
    static List<BigDecimal> split(BigDecimal amount, long... weights) {
        int scale = Math.max(PLACES, amount.scale());
        BigInteger units = amount.setScale(scale, RoundingMode.UNNECESSARY).unscaledValue();
        BigInteger sum = BigInteger.ZERO;
        for (long weight : weights) {
            sum = sum.add(BigInteger.valueOf(weight));
        }
        List<BigDecimal> parts = new ArrayList<>();
        if (sum.signum() == 0) {
            for (int i = 0; i < weights.length; i++) {
                parts.add(i == weights.length - 1 ? amount : BigDecimal.ZERO);
            }
            return parts;
        }
        BigInteger[] floors = new BigInteger[weights.length];
        BigInteger[] lost = new BigInteger[weights.length];
        BigInteger left = units;
        for (int i = 0; i < weights.length; i++) {
            BigInteger[] division =
                    units.multiply(BigInteger.valueOf(weights[i])).divideAndRemainder(sum);
            floors[i] = division[0];
            lost[i] = division[1];
            left = left.subtract(division[0]);
        }
        // The sort is stable, so ties keep their order.
        List<Integer> order = IntStream.range(0, weights.length)
                .boxed()
                .sorted(Comparator.comparing((Integer i) -> lost[i]).reversed())
                .toList();
        for (int i = 0; i < left.intValueExact(); i++) {
            floors[order.get(i)] = floors[order.get(i)].add(BigInteger.ONE);
        }
        for (BigInteger part : floors) {
            parts.add(new BigDecimal(part, scale));
        }
        return parts;
    }
}
