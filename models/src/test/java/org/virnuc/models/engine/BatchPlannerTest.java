package org.virnuc.models.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.virnuc.models.engine.BatchPlanner.Batch;

class BatchPlannerTest {

    @Test
    void everySequenceOnceWithinBudgetLongestFirst() {
        Random random = new Random(11);
        for (int round = 0; round < 300; round++) {
            int[] lengths = random.ints(random.nextInt(200), 1, 400).toArray();
            int budget = 1 + random.nextInt(3000);
            List<Batch> batches = BatchPlanner.plan(
                    lengths, new BatchSizes(budget, 1 + random.nextInt(budget)), random.nextInt(5000));
            int[] seen = new int[lengths.length];
            int last = Integer.MAX_VALUE;
            for (Batch batch : batches) {
                assertThat(batch.length()).isLessThanOrEqualTo(last);
                assertThat(batch.size() == 1 || batch.slots() <= budget).isTrue();
                int longest = 0;
                for (int i = 0; i < batch.size(); i++) {
                    seen[batch.row(i)]++;
                    longest = Math.max(longest, lengths[batch.row(i)]);
                }
                assertThat(batch.length()).isEqualTo(longest);
                last = batch.length();
            }
            assertThat(seen).containsOnly(lengths.length == 0 ? new int[0] : new int[] {1});
        }
    }

    /** A shard of frames of 150 to 500 bases: proteins of 50 to 166 residues. */
    @Test
    void mixedLengthsArePaddedByLessThanAHundredth() {
        int[] lengths = new Random(4).ints(10_000, 52, 169).toArray();
        long tokens = Arrays.stream(lengths).sum();
        for (BatchSizes sizes : List.of(BatchSizes.CPU, BatchSizes.GPU)) {
            long slots = BatchPlanner.plan(lengths, sizes, 1_000_000).stream()
                    .mapToLong(Batch::slots)
                    .sum();
            assertThat((slots - tokens) / (double) slots).isLessThan(0.01);
        }
    }

    /** Sizes follow from the work that is left, whoever does it. */
    @Test
    void batchesShrinkWhereLittleIsLeft() {
        int[] lengths = new int[10_000];
        Arrays.fill(lengths, 100);
        List<Batch> early = BatchPlanner.plan(lengths, BatchSizes.GPU, 1_000_000);
        List<Batch> last = BatchPlanner.plan(lengths, BatchSizes.GPU, 0);
        assertThat(early.get(0).slots()).isEqualTo(65_500);
        assertThat(last.get(0).slots()).isEqualTo(7_800);
        assertThat(last.get(last.size() - 2).slots()).isEqualTo(4_000);
    }

    @Test
    void equalLengthsKeepTheirOrderAndPadNothing() {
        List<Batch> batches = BatchPlanner.plan(new int[] {5, 9, 5, 9, 5}, new BatchSizes(15, 15), 0);
        assertThat(batches).extracting(Batch::length).containsExactly(9, 9, 5);
        Batch fives = batches.get(2);
        assertThat(new int[] {fives.row(0), fives.row(1), fives.row(2)}).containsExactly(0, 2, 4);
    }
}
