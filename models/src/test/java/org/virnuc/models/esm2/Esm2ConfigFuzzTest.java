package org.virnuc.models.esm2;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.virnuc.files.FuzzFile;

/** Any bytes are a config of ESM-2, or are refused. */
@Tag("fuzz")
class Esm2ConfigFuzzTest {
    @FuzzTest
    void any(byte[] content) throws IOException {
        FuzzFile.check("config.json", content, file -> Esm2Weights.parameters(Esm2Config.read(file)));
    }
}
