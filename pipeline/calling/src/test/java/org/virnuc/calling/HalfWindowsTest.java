package org.virnuc.calling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Boundaries known to half a chunk. Chunks here have 100 bases and do not overlap. */
class HalfWindowsTest {
    private final RecordScores record = Records.of("HHHHHHHHHHVVVVVVVVVV");

    @Test
    void oneWindowLiesBetweenNeighbours() {
        assertThat(HalfWindows.starts(record, between(9, 10))).containsExactly(950L);
        assertThat(HalfWindows.starts(Records.of("HnnV"), between(0, 3))).containsExactly(50L, 150L, 250L);
    }

    /** The window from 950 to 1050 across the joint at 1000: virus moves the boundary left, others right. */
    @ParameterizedTest
    @CsvSource({"0.1, 0.9, 975", "0.9, 0.1, 1025"})
    void windowSaysOnWhichSideTheBoundaryLies(float others, float virus, long boundary) {
        HalfWindows windows = new HalfWindows();
        windows.add(950, others, virus);
        assertThat(windows.at(record, between(9, 10))).isEqualTo(boundary);
        List<Region> regions = new RegionModel(windows).regions(record);
        assertThat(regions).singleElement().satisfies(region -> {
            assertThat(region.start()).isEqualTo(boundary);
            assertThat(region.end()).isEqualTo(2000);
        });
    }

    @Test
    void virusThatEndsIsTheOtherWayRound() {
        HalfWindows windows = new HalfWindows();
        windows.add(150, 0.1f, 0.9f);
        assertThat(windows.at(Records.of("VVHHH"), new Boundaries.Between(1, 2, false)))
                .isEqualTo(225);
    }

    @Test
    void windowsNarrowAGap() {
        RecordScores gap = Records.of("HnnV");
        HalfWindows windows = new HalfWindows();
        windows.add(50, 0.9f, 0.1f);
        windows.add(250, 0.1f, 0.9f);
        assertThat(Boundaries.MIDDLE.at(gap, between(0, 3))).isEqualTo(200);
        assertThat(windows.at(gap, between(0, 3))).isEqualTo((150 + 250) / 2);
        windows.add(150, 0.1f, 0.9f);
        assertThat(windows.at(gap, between(0, 3))).isEqualTo((150 + 150) / 2);
    }

    @Test
    void withoutAScoreTheMiddleStays() {
        HalfWindows windows = new HalfWindows();
        assertThat(windows.at(record, between(9, 10))).isEqualTo(1000);
        windows.add(950, 0.1f, 0.9f);
        windows.begin();
        assertThat(windows.at(record, between(9, 10))).isEqualTo(1000);
    }

    /**
     * Where every score says what most of its stretch is, boundaries anywhere in the record are off by half as much as without windows: at most
     * a quarter of a chunk instead of half, on the average an eighth instead of a quarter.
     */
    @ParameterizedTest
    @CsvSource({"true", "false"})
    void perfectScoresHalveTheError(boolean rises) {
        int most = 0;
        int sum = 0;
        int sumOfMiddles = 0;
        for (int boundary = 850; boundary < 1150; boundary++) {
            StringBuilder states = new StringBuilder();
            for (int start = 0; start < 2000; start += 100) {
                states.append(viral(start, boundary, rises) ? 'V' : 'H');
            }
            RecordScores scored = Records.of(states.toString());
            int after = states.indexOf(rises ? "V" : "H");
            Boundaries.Between between = new Boundaries.Between(after - 1, after, rises);
            HalfWindows windows = new HalfWindows();
            for (long start : HalfWindows.starts(scored, between)) {
                boolean viral = viral(start, boundary, rises);
                windows.add(start, viral ? 0.1f : 0.9f, viral ? 0.9f : 0.1f);
            }
            int error = (int) Math.abs(windows.at(scored, between) - boundary);
            most = Math.max(most, error);
            sum += error;
            sumOfMiddles += (int) Math.abs(Boundaries.MIDDLE.at(scored, between) - boundary);
        }
        assertThat(most).isLessThanOrEqualTo(25);
        assertThat(sumOfMiddles).isBetween(300 * 24, 300 * 26);
        assertThat(sum).isBetween(300 * 12, 300 * 13);
    }

    /** Whether most of 100 bases lie on the viral side of a boundary. */
    private static boolean viral(long start, int boundary, boolean rises) {
        return (start + 50 >= boundary) == rises;
    }

    private static Boundaries.Between between(int before, int after) {
        return new Boundaries.Between(before, after, true);
    }
}
