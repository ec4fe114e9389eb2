package org.virnuc.calling.confidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expected false discoveries, and which records are called by them. */
class ProbabilityTallyTest {
    @Test
    void rateIsTheMeanOfWhatIsMissingToOne() {
        ProbabilityTally tally = tally(2, 9_900, 1, 9_000, 1, 5_000);
        assertThat(tally.falseDiscovery()[9_900]).isCloseTo(0.01, within(1e-9));
        assertThat(tally.falseDiscovery()[9_000]).isCloseTo((0.02 + 0.1) / 3, within(1e-9));
        assertThat(tally.falseDiscovery()[5_000]).isCloseTo((0.02 + 0.1 + 0.5) / 4, within(1e-9));
        assertThat(tally.falseDiscovery()[9_901]).isZero();
    }

    @ParameterizedTest
    @CsvSource({"0.05, 0.9", "0.039, 0.99", "0.16, 0.5"})
    void thresholdIsTheLowestThatKeepsTheRate(double most, double threshold) {
        assertThat(tally(2, 9_900, 1, 9_000, 1, 5_000).threshold(most)).hasValue(threshold);
    }

    @Test
    void noThresholdWhereEvenTheBestAreTooUnsure() {
        assertThat(tally(50, 6_000).threshold(0.1)).isEmpty();
        Cut cut = Cut.of(rate(0.1), tally(200, 6_000));
        assertThat(cut.holds(9_999)).isFalse();
        assertThat(cut.tooFew()).isFalse();
    }

    @Test
    void fewRecordsMustEachBeAsProbable() {
        Cut cut = Cut.of(rate(0.05), tally(98, 9_900, 1, 9_499));
        assertThat(cut.tooFew()).isTrue();
        assertThat(cut.holds(9_500)).isTrue();
        assertThat(cut.holds(9_499)).isFalse();
        Cut enough = Cut.of(rate(0.05), tally(99, 9_900, 1, 9_499));
        assertThat(enough.tooFew()).isFalse();
        assertThat(enough.holds(9_499)).isTrue();
    }

    @Test
    void recordsWithoutProbabilityDoNotCount() {
        ProbabilityTally tally = tally(99, 9_000, 5, Probability.NONE);
        assertThat(tally.records()).isEqualTo(99);
        assertThat(tally.isEnough()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"conservative, 9000, 8999", "Sensitive, 3000, 2999"})
    void presetsAreProbabilities(String preset, int called, int not) {
        Cut cut = Cut.of(Selection.parse(preset, OptionalDouble.empty()), new ProbabilityTally());
        assertThat(cut.holds(called)).isTrue();
        assertThat(cut.holds(not)).isFalse();
    }

    @Test
    void whatCannotBeIsRefused() {
        assertThatThrownBy(() -> Selection.parse("strict", OptionalDouble.empty()))
                .hasMessage("`preset` strict is not known; give conservative, default, sensitive");
        assertThatThrownBy(() -> Selection.parse("sensitive", OptionalDouble.of(0.1)))
                .hasMessage(
                        "`maxFalse` and `preset` sensitive both say which records are called virus; give one of them");
        assertThatThrownBy(() -> rate(5))
                .hasMessage("`maxFalse` 5.0 is not a share; give one between 0 and 1, such as 0.05");
    }

    @ParameterizedTest
    @CsvSource({"1, 0.0001", "9999, 0.9999", "5000, 0.5000", "314, 0.0314"})
    void probabilitiesHaveFourDecimals(int tenThousandths, String text) {
        StringBuilder written = new StringBuilder();
        Probability.append(tenThousandths, written);
        Probability.append(Probability.NONE, written);
        assertThat(written).hasToString(text);
        assertThat(Probability.of(1)).isEqualTo(9_999);
        assertThat(Probability.of(0)).isEqualTo(1);
    }

    private static Selection rate(double most) {
        return Selection.parse("default", OptionalDouble.of(most));
    }

    /** So many records of that probability each. */
    private static ProbabilityTally tally(int... counts) {
        ProbabilityTally tally = new ProbabilityTally();
        for (int i = 0; i < counts.length; i += 2) {
            for (int n = 0; n < counts[i]; n++) {
                tally.add(counts[i + 1]);
            }
        }
        return tally;
    }
}
