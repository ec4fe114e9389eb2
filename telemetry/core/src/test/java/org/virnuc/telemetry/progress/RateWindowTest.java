package org.virnuc.telemetry.progress;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RateWindowTest {
    private static final long SECOND = 1_000_000_000L;

    @Test
    void isTheRateOfTheLastMinute() {
        RateWindow window = new RateWindow(0);
        long done = 0;
        for (long second = 1; second <= 120; second++) {
            done += second <= 60 ? 1 : 100;
            window.add(second * SECOND, done);
        }
        assertThat(window.perSecond(120 * SECOND, done)).isEqualTo(100);
    }

    @Test
    void isNothingBeforeTimeHasPassed() {
        assertThat(new RateWindow(5).perSecond(5, 10)).isZero();
    }

    @Test
    void countsTheFirstSecondsFromTheStart() {
        RateWindow window = new RateWindow(0);
        window.add(SECOND / 2, 10);
        assertThat(window.perSecond(SECOND / 2, 10)).isEqualTo(20);
    }
}
