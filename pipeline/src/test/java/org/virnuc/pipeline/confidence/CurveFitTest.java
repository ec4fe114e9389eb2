package org.virnuc.pipeline.confidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Curves find the truth that samples were drawn from. */
class CurveFitTest {
    @Test
    void temperatureFindsTheSlope() {
        Curve curve = CurveFit.fit(Curve.Method.TEMPERATURE, drawn(20_000, 0, 0.5));
        assertThat(curve.slope()).isCloseTo(0.5, within(0.02));
        assertThat(curve.intercept()).isZero();
        assertThat(curve.at(0)).isEqualTo(0.5);
    }

    @Test
    void plattFindsSlopeAndIntercept() {
        Curve curve = CurveFit.fit(Curve.Method.PLATT, drawn(20_000, -1, 1.5));
        assertThat(curve.slope()).isCloseTo(1.5, within(0.06));
        assertThat(curve.intercept()).isCloseTo(-1, within(0.06));
    }

    @ParameterizedTest
    @EnumSource(Curve.Method.class)
    void predictedSharesAreThoseObserved(Curve.Method method) {
        Curve curve = CurveFit.fit(method, drawn(20_000, 0, 0.7));
        Reliability fresh = Reliability.of(curve, drawn(20_001, 0, 0.7));
        assertThat(fresh.error()).isLessThan(0.02);
        assertThat(fresh.bins()).hasSizeGreaterThan(8);
        assertThat(fresh.viral() + fresh.host()).isEqualTo(20_001);
    }

    @ParameterizedTest
    @EnumSource(Curve.Method.class)
    void curvesRiseAndAreNeverSure(Curve.Method method) {
        List<Sample> apart = new ArrayList<>();
        for (int i = 1; i <= 50; i++) {
            apart.add(new Sample(i * 0.1, true, 0.01));
            apart.add(new Sample(-i * 0.1, false, 0.01));
        }
        Curve curve = CurveFit.fit(method, apart);
        double last = 0;
        for (double x = -12; x <= 12; x += 0.25) {
            assertThat(curve.at(x)).isBetween(last, 1.0);
            last = curve.at(x);
        }
        assertThat(curve.at(-12)).isPositive();
        assertThat(curve.at(3)).isGreaterThan(0.9).isLessThan(1);
    }

    @Test
    void weightsCount() {
        List<Sample> heavy = List.of(new Sample(0, true, 3), new Sample(0, false, 1), new Sample(1, true, 1));
        assertThat(Reliability.of(Curve.logistic(Curve.Method.TEMPERATURE, 0, 1), heavy)
                        .bins())
                .contains(new Reliability.Bin(0.5, 0.75, 2));
    }

    @Test
    void pointsThatFallAreRefused() {
        assertThatThrownBy(() -> new Curve(Curve.Method.ISOTONIC, 0, 0, List.of(0.0, 1.0), List.of(0.6, 0.5)))
                .hasMessage("point 2 of a curve does not rise within 0 and 1");
        assertThatThrownBy(() -> Curve.logistic(Curve.Method.PLATT, 0, 0))
                .hasMessage("no rising curve: PLATT with slope 0.0 and 0 points");
    }

    /** Samples whose label is drawn with the probability of a logistic function. */
    private static List<Sample> drawn(int count, double intercept, double slope) {
        Random random = new Random(count);
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            double x = random.nextDouble() * 12 - 6;
            samples.add(new Sample(x, random.nextDouble() < Curve.sigmoid(intercept + slope * x), 1));
        }
        return samples;
    }
}
