package org.virnuc.telemetry.report;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.virnuc.files.FuzzFile;
import org.virnuc.telemetry.RunReport;

/** Any bytes are the report of a run, which can be shown, or are refused. */
@Tag("fuzz")
class JsonReportFuzzTest {
    @FuzzTest
    void any(byte[] content) throws IOException {
        FuzzFile.check("telemetry.json", content, file -> {
            RunReport report = JsonReport.read(file);
            JsonReport.render(report);
            MarkdownReport.render(report);
            SummaryReport.render(report);
        });
    }
}
