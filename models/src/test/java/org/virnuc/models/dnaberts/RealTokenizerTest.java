package org.virnuc.models.dnaberts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.virnuc.models.TestFiles;
import org.virnuc.models.engine.NativeRuntime;

/** The published tokenizer on the original's sequences; run with {@code -Dvirnuc.shared=DIR -DexcludedGroups=}. */
@Tag("shared")
class RealTokenizerTest {
    /** By {@code benchmarks/reference/token_ids.py}, with Hugging Face's tokenizers. */
    private static final String REFERENCE = "2dca7de92c3c375df6d3e0199cd725249308b983075a52ddfa201dcf51ba368f";

    @BeforeAll
    static void useTheTestCache() {
        NativeRuntime.configure(TestFiles.CACHE);
    }

    @Test
    void idsOfEverySequenceAreTheReferences() throws IOException, NoSuchAlgorithmException {
        List<String> sequences = sequences(TestFiles.upstream());
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        long tokens = 0;
        try (DnabertSTokenizer tokenizer =
                DnabertSTokenizer.read(TestFiles.upstream().resolve("dnabert_tokenizer.json"))) {
            for (int[] ids : tokenizer.encode(sequences)) {
                String line = Arrays.stream(ids).mapToObj(Integer::toString).collect(Collectors.joining(" ", "", "\n"));
                digest.update(line.getBytes(StandardCharsets.US_ASCII));
                tokens += ids.length;
            }
        }
        assertThat(sequences).hasSize(138);
        assertThat(tokens).isEqualTo(14_423);
        assertThat(HexFormat.of().formatHex(digest.digest())).isEqualTo(REFERENCE);
    }

    private static List<String> sequences(Path folder) throws IOException {
        List<String> sequences = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".fa")).sorted().toList()) {
                String[] records = Files.readString(file).split(">", -1);
                Arrays.stream(records)
                        .skip(1)
                        .forEach(record -> sequences.add(record.lines().skip(1).collect(Collectors.joining())));
            }
        }
        return sequences;
    }
}
