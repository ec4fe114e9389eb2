package org.virnuc.models.dnaberts;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.virnuc.files.FuzzFile;

/** Any bytes are a config of DNABERT-S, or are refused. */
@Tag("fuzz")
class DnabertSConfigFuzzTest {
    @FuzzTest
    void any(byte[] content) throws IOException {
        FuzzFile.check("config.json", content, file -> DnabertSWeights.parameters(DnabertSConfig.read(file)));
    }
}
