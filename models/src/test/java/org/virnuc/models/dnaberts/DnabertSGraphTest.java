package org.virnuc.models.dnaberts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class DnabertSGraphTest {

    @Test
    void slopesAreGeometricForPowersOfTwo() {
        assertThat(DnabertSGraph.slopes(4)).containsExactly(0x1p-2f, 0x1p-4f, 0x1p-6f, 0x1p-8f);
        assertThat(DnabertSGraph.slopes(1)).containsExactly(0x1p-8f);
    }

    /** As the code published with the ALiBi paper computes them for 12 heads. */
    @Test
    void slopesInterleaveForOtherCounts() {
        float[] expected = new float[12];
        for (int i = 0; i < 8; i++) {
            expected[i] = (float) Math.pow(2, -(i + 1));
        }
        for (int i = 0; i < 4; i++) {
            expected[8 + i] = (float) Math.pow(2, -(i + 0.5));
        }
        assertThat(DnabertSGraph.slopes(12)).containsExactly(expected, within(1e-7f));
    }
}
