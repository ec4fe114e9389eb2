package org.virnuc.pipeline.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.virnuc.pipeline.estimate.RunEstimate.Range;

/** Bounds move apart on a busy machine. */
class MachineLoadTest {
    @Test
    void freeProcessorsSpreadNothing() {
        assertThat(MachineLoad.spread(0.3, 2)).isEqualTo(1);
        assertThat(MachineLoad.spread(2, 2)).isEqualTo(1);
        assertThat(MachineLoad.spread(-1, 2))
                .as("a system that does not know its load")
                .isEqualTo(1);
    }

    @Test
    void everyDoublingSpreadsAsMuch() {
        assertThat(MachineLoad.spread(4, 2)).isCloseTo(1.15, within(1e-9));
        assertThat(MachineLoad.spread(32, 2)).isCloseTo(1.6, within(1e-9));
        assertThat(MachineLoad.spread()).isGreaterThanOrEqualTo(1);
    }

    @Test
    void theExpectedValueStays() {
        Range band = new Range(6, 10, 12).spread(1.5);
        assertThat(band.low()).isEqualTo(4);
        assertThat(band.expected()).isEqualTo(10);
        assertThat(band.high()).isEqualTo(18);
    }
}
