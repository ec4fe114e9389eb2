package org.virnuc.models.dnaberts;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.virnuc.files.FuzzFile;
import org.virnuc.models.TestFiles;
import org.virnuc.models.engine.NativeRuntime;

/** Any bytes are a tokenizer of DNABERT-S, or are refused. */
@Tag("fuzz")
class TokenizerFuzzTest {
    @BeforeAll
    static void useTheTestCache() {
        NativeRuntime.configure(TestFiles.CACHE);
    }

    @FuzzTest
    void any(byte[] content) throws IOException {
        FuzzFile.check("tokenizer.json", content, file -> {
            try (DnabertSTokenizer tokenizer = DnabertSTokenizer.read(file)) {
                assertThat(tokenizer.encode(List.of("ACGTACGTNNacgt"))).hasNumberOfRows(1);
            }
        });
    }
}
