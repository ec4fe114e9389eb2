package org.virnuc.models.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.virnuc.files.FuzzFile;

/** Any bytes describe a model that was given a name, or are refused. */
@Tag("fuzz")
class NamedModelFuzzTest {
    @FuzzTest
    void any(byte[] content) throws IOException {
        FuzzFile.check(
                "mine.json", content, file -> assertThat(NamedModels.read(file).kind())
                        .isNotEmpty());
    }
}
