package org.virnuc.sequences;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DuplicateFinderTest {

    @ParameterizedTest
    @CsvSource({"1000000, 25, 0", "0, 25, 1", "0, 7, 118"})
    void findsTheFirstWhereverTheTableLies(long heapLimit, int segmentBits, int files, @TempDir Path folder)
            throws IOException {
        int rows = 10_000;
        DuplicateFinder finder = new DuplicateFinder(rows, () -> folder, heapLimit, segmentBits);
        Map<String, Long> seen = new HashMap<>();
        Random random = new Random(3);
        for (long row = 0; row < rows; row++) {
            String text = "sequence " + random.nextInt(6000);
            byte[] bytes = (text + "rest of a longer array").getBytes(StandardCharsets.US_ASCII);
            seen.putIfAbsent(text, row);
            assertThat(finder.firstOf(bytes, text.length(), row)).isEqualTo(seen.get(text));
        }
        assertThat(finder.unique()).isEqualTo(seen.size()).isLessThan(rows);
        assertThat(sizes(folder)).as("mapped files").hasSize(files).doesNotContain(0L);
        finder.close();
        assertThat(sizes(folder)).as("given back").hasSize(files).allMatch(size -> size == 0);
    }

    private static List<Long> sizes(Path folder) throws IOException {
        List<Long> sizes = new ArrayList<>();
        try (Stream<Path> tables = Files.list(folder)) {
            for (Path table : tables.toList()) {
                sizes.add(Files.size(table));
            }
        }
        return sizes;
    }

    @Test
    void holdsAsManyDifferentOnesAsPromised(@TempDir Path folder) throws IOException {
        for (int rows : new int[] {1, 2, 10, 11, 1000}) {
            DuplicateFinder finder = new DuplicateFinder(rows, () -> folder);
            for (int row = 0; row < rows; row++) {
                byte[] bytes = Integer.toString(row).getBytes(StandardCharsets.US_ASCII);
                assertThat(finder.firstOf(bytes, bytes.length, row)).isEqualTo(row);
            }
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> finder.firstOf(new byte[0], 0, rows))
                    .withMessage("row " + rows + " of a table for " + rows + " rows");
        }
    }

    @Test
    void theLengthCounts() throws IOException {
        DuplicateFinder finder = new DuplicateFinder(2, ScratchFolder.none());
        assertThat(finder.firstOf(new byte[] {'A', 'A'}, 1, 0)).isZero();
        assertThat(finder.firstOf(new byte[] {'A', 'A'}, 2, 1)).isEqualTo(1);
    }
}
