package org.virnuc.sequences;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkPlanTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 10, 60, 300})
    void cutsAsTheListOfShiftsSays(int chunkLength) {
        for (int length = 1; length <= 12 * chunkLength + 5; length++) {
            ChunkPlan plan = new ChunkPlan(length, chunkLength);
            List<long[]> expected = byListOfShifts(length, chunkLength);
            assertThat(plan.count()).isEqualTo(expected.size());
            for (int i = 0; i < expected.size(); i++) {
                assertThat(new long[] {plan.start(i), plan.end(i)})
                        .as("chunk %s of %s bases by %s", i, length, chunkLength)
                        .containsExactly(expected.get(i));
            }
        }
    }

    @Test
    void lastChunkMayBeShorter() {
        ChunkPlan plan = new ChunkPlan(501, 500);
        assertThat(plan.count()).isEqualTo(2);
        assertThat(plan.end(0) - plan.start(0)).isEqualTo(500);
        assertThat(plan.end(1) - plan.start(1)).isEqualTo(251);
    }

    @Test
    void emptyRecordHasNoChunk() {
        assertThat(new ChunkPlan(0, 500).count()).isZero();
    }

    @Test
    void billionsOfBasesAreCoveredWithoutGap() {
        long length = 9_000_000_123L;
        ChunkPlan plan = new ChunkPlan(length, 500);
        assertThat(plan.count()).isEqualTo(18_000_001);
        assertThat(plan.start(0)).isZero();
        assertThat(plan.end(plan.count() - 1)).isEqualTo(length);
        for (long i = 1; i < plan.count(); i += 997) {
            assertThat(plan.start(i)).isGreaterThan(plan.start(i - 1)).isLessThanOrEqualTo(plan.end(i - 1));
        }
    }

    @Test
    void refusesWhatCannotBeCut() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ChunkPlan(10, 0))
                .withMessage("cannot cut 10 bases into chunks of 0 bases");
        assertThatThrownBy(() -> new ChunkPlan(10, 5).start(2)).hasMessage("chunk 2 of 2");
    }

    /** The original's algorithm: a list of shifts and their sums. */
    private static List<long[]> byListOfShifts(int n, int size) {
        int k = (n + size - 1) / size;
        int surplus = k * size - n;
        int lower = surplus / k;
        int raised = surplus - lower * (k - 1);
        List<Integer> shifts = new ArrayList<>();
        for (int i = 0; i < raised; i++) {
            shifts.add(lower + 1);
        }
        for (int i = 0; i < k - 1 - raised; i++) {
            shifts.add(lower);
        }
        shifts.add(0);
        List<long[]> chunks = new ArrayList<>();
        int moved = 0;
        for (int i = 0; i < k; i++) {
            int start = i * size - moved;
            chunks.add(new long[] {start, Math.min(n, start + size)});
            moved += shifts.get(i);
        }
        return chunks;
    }
}
