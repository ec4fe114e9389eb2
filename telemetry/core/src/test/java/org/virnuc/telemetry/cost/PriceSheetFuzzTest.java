package org.virnuc.telemetry.cost;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.virnuc.files.FuzzFile;

/** Any bytes are a price sheet, or are refused. */
@Tag("fuzz")
class PriceSheetFuzzTest {
    @FuzzTest
    void any(byte[] content) throws IOException {
        FuzzFile.check("prices.yaml", content, file -> PriceSheets.read(file));
    }
}
