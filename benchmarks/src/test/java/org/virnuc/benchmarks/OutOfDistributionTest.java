package org.virnuc.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnuc.sequences.InputException;
import picocli.CommandLine;

/** Which inputs are refused before anything runs, and what figures say. */
class OutOfDistributionTest {
    private final Path folder;

    OutOfDistributionTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void realSequencesThatAreNoneAreRefusedFirst() throws IOException {
        Path text = Files.writeString(folder.resolve("text.fa"), "hello\n>a\nACGT\n");
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> piece("--real", text.toString()).check())
                .withMessageStartingWith(text + ", line 1: ");
    }

    @Test
    void vectorsThatAreNoneAreRefusedFirst() throws IOException {
        Path real = Files.writeString(folder.resolve("real.fa"), ">a\nACGT\n");
        Path empty = Files.writeString(folder.resolve("empty.fa"), "");
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> piece("--real", real.toString(), "--vectors", empty.toString())
                        .check())
                .withMessageStartingWith(empty + ": ");
        piece("--real", real.toString()).check();
    }

    @Test
    void realSequencesAreWithinTheGoalWhereFewAreFlaggedAndOddOnesWhereManyAre() {
        List<OutOfDistribution.Count> counts = List.of(count(98, 2), count(96, 4), count(4, 96), count(6, 94));
        assertThat(OutOfDistribution.figure("real", 500, counts.get(0)).reached())
                .isTrue();
        assertThat(OutOfDistribution.figure("real", 500, counts.get(1)).reached())
                .isFalse();
        assertThat(OutOfDistribution.figure("random", 500, counts.get(2)).reached())
                .isTrue();
        assertThat(OutOfDistribution.figure("random", 500, counts.get(3)).reached())
                .isFalse();
        assertThat(OutOfDistribution.figure("random", 300, counts.get(2)).name())
                .isEqualTo("random flagged, chunks of 300");
    }

    @Test
    void everyRecordIsInOneColumnOfLengthsOnly() {
        for (long size : new long[] {1, 999, 2_999, 3_000, 9_999, 10_000, 1_000_000}) {
            assertThat(List.of(1_000, 3_000, 10_000).stream().filter(least -> OutOfDistribution.between(size, least)))
                    .hasSize(1);
        }
        assertThat(OutOfDistribution.between(3_000, 3_000)).isTrue();
        assertThat(OutOfDistribution.between(9_999, 10_000)).isFalse();
    }

    private static OutOfDistribution.Count count(int others, int flagged) {
        OutOfDistribution.Count count = new OutOfDistribution.Count();
        for (int i = 0; i < others + flagged; i++) {
            count.add(i < flagged);
        }
        return count;
    }

    private static OutOfDistribution piece(String... options) {
        OutOfDistribution piece = new OutOfDistribution();
        new CommandLine(piece).parseArgs(options);
        return piece;
    }
}
