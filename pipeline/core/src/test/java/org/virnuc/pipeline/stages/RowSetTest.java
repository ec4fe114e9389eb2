package org.virnuc.pipeline.stages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class RowSetTest {
    private static final long BLOCK = 1L << 20;

    @Test
    void isASetOfNumbersBeyondThoseOfAnInt() {
        Random random = new Random(5);
        TreeSet<Long> expected = new TreeSet<>();
        RowSet rows = new RowSet();
        for (long base : new long[] {0, BLOCK - 50, 7 * BLOCK, Integer.MAX_VALUE - 50L, 3L * Integer.MAX_VALUE}) {
            for (int i = 0; i < 60; i++) {
                long row = base + random.nextInt(100);
                rows.add(row);
                expected.add(row);
            }
        }
        for (long row : List.copyOf(expected)) {
            if (random.nextBoolean()) {
                rows.remove(row);
                expected.remove(row);
            }
        }
        rows.remove(5 * BLOCK); // was never in it
        List<Long> found = new ArrayList<>();
        for (long row = rows.next(0); row >= 0; row = rows.next(row + 1)) {
            found.add(row);
        }
        assertThat(found).containsExactlyElementsOf(expected);
        assertThat(rows.size()).isEqualTo(expected.size());
        assertThat(new RowSet().next(0)).isEqualTo(-1);
    }
}
