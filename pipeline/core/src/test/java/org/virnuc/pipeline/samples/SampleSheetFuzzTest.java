package org.virnuc.pipeline.samples;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.virnuc.files.FuzzFile;

/** Any bytes are a sample sheet, or are refused. */
@Tag("fuzz")
class SampleSheetFuzzTest {
    @FuzzTest
    void any(byte[] content) throws IOException {
        FuzzFile.check("samples.csv", content, file -> SampleSheet.read(file));
    }
}
