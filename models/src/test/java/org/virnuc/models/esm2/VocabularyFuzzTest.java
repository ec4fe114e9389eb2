package org.virnuc.models.esm2;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.virnuc.files.FuzzFile;

/** Any bytes are a vocabulary of ESM-2, or are refused. */
@Tag("fuzz")
class VocabularyFuzzTest {
    @FuzzTest
    void any(byte[] content) throws IOException {
        FuzzFile.check("vocab.txt", content, file -> {
            int[] row = Esm2Tokenizer.read(file, 33).encode(List.of("MKVLAX*a"))[0];
            assertThat(row).hasSize(10);
            assertThat(Arrays.stream(row)).allMatch(id -> id >= 0 && id < 33);
        });
    }
}
