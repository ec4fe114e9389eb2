package org.virnuc.pipeline.cascade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BinomialTest {
    /** Computed from sums of exact fractions. */
    @ParameterizedTest
    @CsvSource({
        "0, 10, 0.5, 0.0009765625",
        "3, 10, 0.5, 0.171875",
        "4, 2000, 0.005, 0.02896923965",
        "12, 4000, 0.005, 0.03865966033",
        "1900, 20000, 0.1, 0.00914414372",
        "10, 10, 0.3, 1",
        "-1, 10, 0.3, 0",
    })
    void atMost(long most, long trials, double chance, double expected) {
        assertThat(Binomial.atMost(most, trials, chance)).isCloseTo(expected, within(1e-6));
    }

    @Test
    void noneIsEnoughFromFiveHundredNinetyEightOn() {
        assertThat(Binomial.mostThatShow(0.005, 597, 0.95)).isEqualTo(-1);
        assertThat(Binomial.mostThatShow(0.005, 598, 0.95)).isZero();
        assertThat(Binomial.mostThatShow(0.005, 2000, 0.95)).isEqualTo(4);
        assertThat(Binomial.mostThatShow(0, 2000, 0.95)).isEqualTo(-1);
        assertThat(Binomial.mostThatShow(0.1, 0, 0.95)).isEqualTo(-1);
    }

    /** Computed by bisection over exact sums; without hits it is 1 - 0.05^(1 / trials). */
    @ParameterizedTest
    @CsvSource({
        "0, 598, 0.004997059",
        "4, 2000, 0.004570865",
        "5, 10, 0.777559",
        "5000, 100000, 0.051148322",
        "10, 10, 1"
    })
    void upperBound(long hits, long trials, double expected) {
        assertThat(Binomial.upper(hits, trials, 0.95)).isCloseTo(expected, within(1e-6));
    }
}
