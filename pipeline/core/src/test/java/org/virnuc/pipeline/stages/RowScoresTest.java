package org.virnuc.pipeline.stages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowScoresTest {
    /** More than a reader keeps in memory. */
    private static final int FILES = 150;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void anyRowIsFoundInAnyOrder() throws IOException {
        long first = Integer.MAX_VALUE - 300L;
        for (int number = 1; number <= FILES; number++) {
            long row = first + 6L * number;
            write(number, row, row + 2, row + 4);
        }
        RowScores.Reader reader = new RowScores(folder, 3 * FILES, FILES).reader();
        for (long step = 0; step < 6 * FILES; step++) {
            long row = first + 6 + step * 7 % (6 * FILES);
            boolean there = row % 2 == first % 2;
            assertThat(reader.find(row)).as("row %d", row).isEqualTo(there);
            if (there) {
                assertThat(reader.virus()).isEqualTo(-reader.others()).isEqualTo((float) (row % 1000));
            }
        }
        assertThat(reader.find(first)).isFalse();
    }

    @Test
    void anotherFileIsRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("scores_1.bin"), "something else altogether");
        assertThatThrownBy(() -> new RowScores(folder, 1, 1).reader())
                .hasMessage(file + " is not a file of row scores: it does not begin with VNROWS01 and a row");
    }

    private void write(int number, long... rows) throws IOException {
        float[] scores = new float[2 * rows.length];
        for (int i = 0; i < rows.length; i++) {
            scores[2 * i] = -(rows[i] % 1000);
            scores[2 * i + 1] = rows[i] % 1000;
        }
        try (OutputStream out = Files.newOutputStream(folder.resolve(RowScores.fileName(number)))) {
            RowScores.write(out, rows, scores);
        }
    }
}
