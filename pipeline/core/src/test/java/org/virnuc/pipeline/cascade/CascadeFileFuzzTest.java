package org.virnuc.pipeline.cascade;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.virnuc.files.FuzzFile;

/** Any bytes are the record of a cascade, or are no such file. */
@Tag("fuzz")
class CascadeFileFuzzTest {
    @FuzzTest
    void any(byte[] content) throws IOException {
        FuzzFile.accept("cascade.json", content, file -> {
            try {
                CascadeFile read = CascadeFile.read(file);
                assertThat(read.agreement().toPlainString()).hasSizeLessThan(1000);
            } catch (IOException refused) {
                assertThat(refused).message().contains(file.toString());
            }
        });
    }
}
