package org.virnuc.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BusyTimeTest {
    @Test
    void callsSideBySideCountOnce() {
        assertThat(busy(new long[][] {{8, 9}, {0, 10}})).isEqualTo(10);
        assertThat(busy(new long[][] {{0, 10}, {5, 12}, {20, 25}})).isEqualTo(17);
        assertThat(busy(new long[][] {{0, 10}, {10, 20}})).isEqualTo(20);
        assertThat(busy(new long[][] {{3, 3}})).isZero();
    }

    @Test
    void isTheLengthOfTheUnion() {
        Random random = new Random(7);
        for (int round = 0; round < 200; round++) {
            List<long[]> calls = new ArrayList<>();
            boolean[] covered = new boolean[2_000];
            for (int i = 0; i < 60; i++) {
                int start = random.nextInt(1_900);
                int end = start + random.nextInt(100);
                calls.add(new long[] {start, end});
                for (int t = start; t < end; t++) {
                    covered[t] = true;
                }
            }
            calls.sort(Comparator.comparingLong(call -> call[1]));
            long union = 0;
            for (boolean second : covered) {
                union += second ? 1 : 0;
            }
            assertThat(busy(calls.toArray(long[][]::new))).isEqualTo(union);
        }
    }

    @Test
    void aMillionCallsOneAfterAnother() {
        BusyTime busy = new BusyTime();
        for (int i = 1; i <= 1_000_000; i++) {
            busy.add(10L * i, 4);
        }
        assertThat(busy.nanos()).isEqualTo(4_000_000);
    }

    private static long busy(long[][] calls) {
        BusyTime busy = new BusyTime();
        for (long[] call : calls) {
            busy.add(call[1], call[1] - call[0]);
        }
        return busy.nanos();
    }
}
