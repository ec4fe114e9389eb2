package org.virnuc.pipeline.shards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.virnuc.engine.UsageException;

class ShardNumbersTest {
    @Test
    void numbersAndRangesAreReadAndWritten() {
        assertThat(ShardNumbers.parse("9, 3-5,4", 12)).containsExactly(3, 4, 5, 9);
        assertThat(ShardNumbers.words(List.of(3, 4, 5, 9))).isEqualTo("3-5,9");
        assertThat(ShardNumbers.words(List.of(7))).isEqualTo("7");
        assertThatThrownBy(() -> ShardNumbers.parse("3-", 12))
                .isInstanceOf(UsageException.class)
                .hasMessage("`shards` \"3-\" is not a list of numbers and ranges, such as 3-7,9");
        assertThatThrownBy(() -> ShardNumbers.parse("0-2", 12))
                .hasMessage("`shards` 0-2 is not within 1-12, the shards of this plan");
        assertThatThrownBy(() -> ShardNumbers.parse("1,5-13", 12))
                .hasMessage("`shards` 5-13 is not within 1-12, the shards of this plan");
    }

    @Test
    void partsTakeEveryShardOnceAndDifferByAtMostOne() {
        for (int shards : new int[] {1, 3, 12, 17}) {
            for (int parts = 1; parts <= 20; parts++) {
                List<Integer> all = new ArrayList<>();
                for (int part = 1; part <= parts; part++) {
                    List<Integer> some = ShardNumbers.part(part + "/" + parts, shards);
                    assertThat(some).hasSizeBetween(shards / parts, (shards + parts - 1) / parts);
                    all.addAll(some);
                }
                assertThat(all).isSorted().doesNotHaveDuplicates().hasSize(shards);
            }
        }
        for (String wrong : List.of("0/3", "4/3", "3", "a/b")) {
            assertThatThrownBy(() -> ShardNumbers.part(wrong, 12))
                    .hasMessage("`part` \"" + wrong + "\" is not one of several parts, such as 2/8");
        }
    }
}
