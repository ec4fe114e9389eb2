package org.virnuc.calling.confidence;

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
        assertThat(curve.at(0, 1)).isEqualTo(0.5);
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
        Reliability fresh =
                Reliability.of(drawn(20_001, 0, 0.7), sample -> curve.at(sample.evidence(), sample.chunks()));
        assertThat(fresh.error()).isLessThan(0.02);
        assertThat(fresh.bins()).hasSizeGreaterThan(8);
        assertThat(fresh.viral() + fresh.host()).isEqualTo(20_001);
    }

    @ParameterizedTest
    @EnumSource(Curve.Method.class)
    void curvesRiseAndAreNeverSure(Curve.Method method) {
        List<CalibrationPoint> apart = new ArrayList<>();
        for (int i = 1; i <= 50; i++) {
            apart.add(new CalibrationPoint(i * 0.1, 1, true, i, 0.01));
            apart.add(new CalibrationPoint(-i * 0.1, 1, false, -i, 0.01));
        }
        Curve curve = CurveFit.fit(method, apart);
        double last = 0;
        for (double x = -12; x <= 12; x += 0.25) {
            assertThat(curve.at(x, 1)).isBetween(last, 1.0);
            last = curve.at(x, 1);
        }
        assertThat(curve.at(-12, 1)).isPositive();
        assertThat(curve.at(3, 1)).isGreaterThan(0.9).isLessThan(1);
    }

    @Test
    void pooledCurvesFindHowTheSlopeGrows() {
        Random random = new Random(3);
        List<CalibrationPoint> samples = new ArrayList<>();
        for (int i = 0; i < 40_000; i++) {
            double x = random.nextDouble() * 8 - 4;
            int chunks = 1 << random.nextInt(7);
            double slope = 0.4 + 0.2 * Curve.doublings(chunks);
            samples.add(new CalibrationPoint(x, chunks, random.nextDouble() < Curve.sigmoid(slope * x - 0.5), i, 1));
        }
        Curve curve = CurveFit.fit(Curve.Method.POOLED, samples);
        assertThat(curve.slope()).isCloseTo(0.4, within(0.04));
        assertThat(curve.growth()).isCloseTo(0.2, within(0.02));
        assertThat(curve.intercept()).isCloseTo(-0.5, within(0.05));
        assertThat(curve.at(1, 64)).isGreaterThan(curve.at(1, 1)).isEqualTo(curve.at(1, 1_000));
    }

    @Test
    void fewFamiliesDoNotMakeSure() {
        Curve.Bounds bounds = Curve.Bounds.of(49, 9);
        assertThat(bounds).isEqualTo(new Curve.Bounds(0.01, 0.95));
        Curve curve = Curve.logistic(Curve.Method.PLATT, 0, 2).within(bounds);
        assertThat(curve.at(9, 1)).isCloseTo(0.95, within(1e-6));
        assertThat(curve.at(-9, 1)).isCloseTo(0.01, within(1e-6));
        assertThat(curve.at(0, 1)).isEqualTo(0.48);
        assertThat(curve.at(4, 1)).isGreaterThan(curve.at(3, 1));
        assertThatThrownBy(() -> new Curve.Bounds(0.5, 0.5)).hasMessage("no bounds of a probability: 0.5 and 0.5");
    }

    @Test
    void clustersOfALabelCountTheSame() {
        List<CalibrationPoint> samples = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            samples.add(new CalibrationPoint(0, 1, true, 1, 1));
        }
        samples.add(new CalibrationPoint(0, 1, true, 2, 1));
        samples.add(new CalibrationPoint(0, 1, false, 3, 1));
        List<CalibrationPoint> weighted = CalibrationPoint.byCluster(samples, sample -> true);
        assertThat(weighted.get(0).weight()).isCloseTo(0.25 / 30, within(1e-12));
        assertThat(weighted.get(30).weight()).isEqualTo(0.25);
        assertThat(weighted.get(31).weight()).isEqualTo(0.5);
        assertThat(CalibrationPoint.byCluster(samples, sample -> sample.cluster() != 1)
                        .get(0)
                        .weight())
                .isEqualTo(0.5);
    }

    @Test
    void reliabilityCountsBothLabelsTheSame() {
        List<CalibrationPoint> samples = List.of(
                new CalibrationPoint(0, 1, true, 1, 1),
                new CalibrationPoint(0, 1, true, 1, 1),
                new CalibrationPoint(0, 1, false, 2, 1),
                new CalibrationPoint(2, 1, false, 2, 1));
        Reliability found = Reliability.of(samples, sample -> sample.evidence() > 1 ? 0.9 : 0.55);
        assertThat(found.bins()).containsExactly(new Reliability.Bin(0.55, 0.6667, 3), new Reliability.Bin(0.9, 0, 1));
        assertThat(found.error()).isCloseTo(0.0875 + 0.225, within(1e-4));
        assertThat(found.viral()).isEqualTo(2);
        // One cluster of each label, so drawing clusters again changes nothing.
        assertThat(found.range()).isEqualTo(new Reliability.Range(found.error(), found.error()));
    }

    @Test
    void pointsThatFallAreRefused() {
        assertThatThrownBy(() -> new Curve(Curve.Method.ISOTONIC, 0, 0, 0, List.of(0.0, 1.0), List.of(0.6, 0.5), null))
                .hasMessage("point 2 of a curve does not rise within 0 and 1");
        assertThatThrownBy(() -> Curve.logistic(Curve.Method.PLATT, 0, 0))
                .hasMessage("no rising curve: PLATT with slope 0.0 and 0 points");
    }

    @Test
    void curvesThatWouldFallForManyChunksAreRefused() {
        assertThatThrownBy(() -> new Curve(Curve.Method.POOLED, 0, 0.5, -0.1, List.of(), List.of(), null))
                .hasMessage("no rising curve: POOLED with slope 0.5 and 0 points");
    }

    /** Samples whose label is drawn with the probability of a logistic function. */
    private static List<CalibrationPoint> drawn(int count, double intercept, double slope) {
        Random random = new Random(count);
        List<CalibrationPoint> samples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            double x = random.nextDouble() * 12 - 6;
            samples.add(new CalibrationPoint(x, 1, random.nextDouble() < Curve.sigmoid(intercept + slope * x), i, 1));
        }
        return samples;
    }
}
