package org.virnuc.engine.resume;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.virnuc.files.FuzzFile;

/** Any bytes are the manifest of a finished stage, or the stage is computed again. */
@Tag("fuzz")
class ManifestFuzzTest {
    @FuzzTest
    void any(byte[] content) throws IOException {
        FuzzFile.accept("manifest.json", content, file -> Manifest.read(Objects.requireNonNull(file.getParent())));
    }
}
