package org.virnuc.pipeline.calls;

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

    @Test
    void wideGapsAreLeft() {
        RecordScores wide = Records.of("H" + "n".repeat(64) + "V");
        assertThat(HalfWindows.starts(wide, between(0, 65))).isEmpty();
        assertThat(HalfWindows.starts(Records.of("H" + "n".repeat(63) + "V"), between(0, 64)))
                .hasSize(64);
    }

    private static Boundaries.Between between(int before, int after) {
        return new Boundaries.Between(before, after, true);
    }
}
