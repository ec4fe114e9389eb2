package org.virnuc.telemetry.cost;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AllocationTest {
    @Test
    void remaindersGoToThoseThatLostMostAndAmongEqualsToTheFirst() {
        assertThat(Allocation.split(new BigDecimal("0.000000010"), 1, 1, 1))
                .containsExactly(
                        new BigDecimal("0.000000004"), new BigDecimal("0.000000003"), new BigDecimal("0.000000003"));
        assertThat(Allocation.split(new BigDecimal("0.000000010"), 4, 3, 93))
                .containsExactly(new BigDecimal("0.000000001"), new BigDecimal("0E-9"), new BigDecimal("0.000000009"));
    }

    @Test
    void withoutWeightsTheLastTakesAll() {
        assertThat(Allocation.split(new BigDecimal("5"), 0, 0)).containsExactly(BigDecimal.ZERO, new BigDecimal("5"));
    }

    @Test
    void partsAlwaysAddUpAndAreFairToAUnit() {
        Random random = new Random(42);
        BigDecimal unit = new BigDecimal("0.000000001");
        for (int round = 0; round < 2_000; round++) {
            BigDecimal amount = new BigDecimal(new java.math.BigInteger(1 + random.nextInt(60), random), 9);
            long[] weights = random.longs(1 + random.nextInt(12), 0, 1L << (1 + random.nextInt(50)))
                    .toArray();
            weights[0]++;
            List<BigDecimal> parts = Allocation.split(amount, weights);
            assertThat(parts.stream().reduce(BigDecimal.ZERO, BigDecimal::add)).isEqualByComparingTo(amount);
            assertThat(Allocation.split(amount, weights)).isEqualTo(parts);
            BigDecimal sum = BigDecimal.ZERO;
            for (long weight : weights) {
                sum = sum.add(BigDecimal.valueOf(weight));
            }
            for (int i = 0; i < weights.length; i++) {
                BigDecimal exact =
                        amount.multiply(BigDecimal.valueOf(weights[i])).divide(sum, MathContext.DECIMAL128);
                assertThat(parts.get(i).subtract(exact).abs()).isLessThanOrEqualTo(unit);
            }
        }
    }
}
