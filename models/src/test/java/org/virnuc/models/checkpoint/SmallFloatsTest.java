package org.virnuc.models.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SmallFloatsTest {

    @Test
    void everyHalfSurvivesTheWayToFloatAndBack() {
        for (int bits = 0; bits < 0x10000; bits++) {
            float value = SmallFloats.fromHalf((short) bits);
            if (!Float.isNaN(value)) {
                assertThat(SmallFloats.toHalf(value)).isEqualTo((short) bits);
            } else {
                assertThat(SmallFloats.fromHalf(SmallFloats.toHalf(value))).isNaN();
            }
        }
        assertThat(SmallFloats.fromHalf((short) 0x3c00)).isEqualTo(1f);
        assertThat(SmallFloats.fromHalf((short) 1)).isEqualTo(0x1p-24f);
        assertThat(SmallFloats.fromHalf((short) 0xfbff)).isEqualTo(-65504f);
    }

    @Test
    void roundsToTheNearestHalfAndTiesToEven() {
        Random random = new Random(7);
        for (int i = 0; i < 200_000; i++) {
            float value = Float.intBitsToFloat(random.nextInt());
            if (Float.isFinite(value) && Math.abs(value) < 65504) {
                short half = SmallFloats.toHalf(value);
                double error = Math.abs((double) SmallFloats.fromHalf(half) - value);
                assertThat(error)
                        .isLessThanOrEqualTo(distance(half + 1, value))
                        .isLessThanOrEqualTo(distance(half - 1, value));
            }
        }
        assertThat(SmallFloats.toHalf(1 + 0x1p-11f)).isEqualTo((short) 0x3c00);
        assertThat(SmallFloats.toHalf(1 + 3 * 0x1p-11f)).isEqualTo((short) 0x3c02);
        assertThat(SmallFloats.toHalf(65520f)).isEqualTo((short) 0x7c00);
        assertThat(SmallFloats.toHalf(0x1p-25f)).isEqualTo((short) 0);
        assertThat(SmallFloats.toHalf(-0x1.8p-24f)).isEqualTo((short) 0x8002);
    }

    @Test
    void bfloatIsTheUpperHalfRounded() {
        assertThat(SmallFloats.toBfloat(1f)).isEqualTo((short) 0x3f80);
        assertThat(SmallFloats.toBfloat(Float.intBitsToFloat(0x3f808000))).isEqualTo((short) 0x3f80);
        assertThat(SmallFloats.toBfloat(Float.intBitsToFloat(0x3f818000))).isEqualTo((short) 0x3f82);
        assertThat(SmallFloats.toBfloat(Float.intBitsToFloat(0x3f808001))).isEqualTo((short) 0x3f81);
        assertThat(SmallFloats.toBfloat(Float.MAX_VALUE)).isEqualTo((short) 0x7f80);
        assertThat(SmallFloats.fromBfloat(SmallFloats.toBfloat(Float.NaN))).isNaN();
        assertThat(SmallFloats.fromBfloat((short) 0xbf80)).isEqualTo(-1f);
    }

    private static double distance(int half, float value) {
        float other = SmallFloats.fromHalf((short) half);
        return Float.isNaN(other) ? Double.MAX_VALUE : Math.abs((double) other - value);
    }
}
