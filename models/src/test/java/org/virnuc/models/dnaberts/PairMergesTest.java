package org.virnuc.models.dnaberts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.virnuc.models.TestFiles;
import org.virnuc.models.Tokenizer;
import org.virnuc.models.engine.BpeTokenizer;
import org.virnuc.models.engine.NativeRuntime;

/** The library is the oracle. */
class PairMergesTest {
    private static final Path JSON = TestFiles.golden("dnaberts/tokenizer.json");

    @BeforeAll
    static void useTheTestCache() {
        NativeRuntime.configure(TestFiles.CACHE);
    }

    @Test
    void mergesAsTheLibraryDoes() throws IOException {
        PairMerges merges = Objects.requireNonNull(PairMerges.of(new JsonMapper().readTree(JSON.toFile())));
        Random random = new Random(13);
        try (Tokenizer library = BpeTokenizer.open(JSON)) {
            for (int round = 0; round < 3000; round++) {
                String word = word(random);
                int[] expected = library.encode(List.of(word))[0];
                assertThat(merges.covers(word)).isTrue();
                assertThat(merges.encode(word, 1, 2)).as(word).isEqualTo(expected);
            }
        }
    }

    @Test
    void leavesToTheLibraryWhatItWouldSplit() throws IOException {
        PairMerges merges = Objects.requireNonNull(PairMerges.of(new JsonMapper().readTree(JSON.toFile())));
        for (String word : List.of("AC-GT", "AC GT", "AC*", "\u00c4", "", "A1")) {
            assertThat(merges.covers(word)).as(word).isFalse();
        }
        assertThat(PairMerges.of(new JsonMapper().readTree("{\"model\":{\"type\":\"WordPiece\"}}")))
                .isNull();
    }

    /** Uniform, repetitive (where the order of equal pairs shows), and with unknown letters. */
    private static String word(Random random) {
        String letters =
                List.of("ACGT", "AC", "A", "AAAAAT", "ACGTN", "acgtACGT").get(random.nextInt(6));
        StringBuilder word = new StringBuilder();
        for (int length = 1 + random.nextInt(400); length > 0; length--) {
            word.append(letters.charAt(random.nextInt(letters.length())));
        }
        return word.toString();
    }
}
