package org.virnuc.pipeline.estimate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** No speed is taken from fewer rounds than it needs. */
class TimingProbeTest {
    /** A first batch of 20 s, after which the next would take 80 s by its speed, was once taken for the speed of all. */
    @Test
    void aSlowBeginningIsNotTheSpeedOfTheRest() {
        assertThat(TimingProbe.goesOn(1, 20, 80)).isTrue();
        assertThat(TimingProbe.goesOn(1, 300, 1_200)).isTrue();
        assertThat(TimingProbe.goesOn(2, 25, 20)).isTrue();
    }

    @Test
    void aSlowModelHasTwoRounds() {
        assertThat(TimingProbe.goesOn(2, 31, 100)).isFalse();
    }

    @Test
    void quickRoundsGoOn() {
        assertThat(TimingProbe.goesOn(3, 5, 7.9)).isTrue();
        assertThat(TimingProbe.goesOn(3, 5, 8.1)).isFalse();
        assertThat(TimingProbe.goesOn(5, 90, 7.9)).isTrue();
    }
}
