package org.virnuc.pipeline.stages;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.virnuc.files.FuzzFile;

/** Any bytes are a table of duplicates, whose rows can be read, or are no such file. */
@Tag("fuzz")
class DuplicatesFuzzTest {
    @FuzzTest
    void any(byte[] content) throws IOException {
        FuzzFile.accept("duplicates.bin", content, file -> {
            try (Duplicates duplicates = open(file)) {
                if (duplicates != null) {
                    int rows = Math.toIntExact(duplicates.rows());
                    assertThat(duplicates.firstOf(0, rows)).hasSize(rows);
                }
            }
        });
    }

    private static @Nullable Duplicates open(Path file) {
        try {
            return Duplicates.open(file);
        } catch (IOException refused) {
            assertThat(refused).message().contains(file.toString());
            return null;
        }
    }
}
