package org.virnuc.calling.confidence;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.virnuc.files.FuzzFile;

/** Any bytes are a calibration, or are refused. */
@Tag("fuzz")
class CalibrationFileFuzzTest {
    @FuzzTest
    void any(byte[] content) throws IOException {
        FuzzFile.check("calibration.json", content, file -> CalibrationFile.read(file));
    }
}
