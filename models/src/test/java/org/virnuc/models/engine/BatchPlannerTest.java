package org.virnuc.models.engine;

import static org.assertj.core.api.Assertions.assertThat;

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
            List<Batch> batches = BatchPlanner.plan(lengths, budget);
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

    @Test
    void equalLengthsKeepTheirOrderAndPadNothing() {
        List<Batch> batches = BatchPlanner.plan(new int[] {5, 9, 5, 9, 5}, 15);
        assertThat(batches).extracting(Batch::length).containsExactly(9, 9, 5);
        Batch fives = batches.get(2);
        assertThat(new int[] {fives.row(0), fives.row(1), fives.row(2)}).containsExactly(0, 2, 4);
    }
}
