package org.virnuc.pipeline.samples;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.virnuc.files.AtomicFile;
import org.virnuc.files.Reason;
import org.virnuc.report.HtmlReport;
import org.virnuc.report.SamplesPage;
import org.virnuc.telemetry.redact.Redactor;

/** Writes {@code report.html} next to {@code samples.tsv}. Where it cannot be written, there is a warning and no page. */
final class SampleReport {
    private static final Logger LOG = LoggerFactory.getLogger(SampleReport.class);

    private SampleReport() {}

    static void write(SampleTable table, Redactor redactor, String version) {
        Path file = table.file().resolveSibling(HtmlReport.FILE_NAME);
        try {
            List<SamplesPage.Entry> entries = new ArrayList<>();
            for (SampleTable.Row row : table.rows()) {
                String name = redactor.on() ? "<id-" + (entries.size() + 1) + ">" : row.sample();
                entries.add(new SamplesPage.Entry(name, row.status(), row.counts(), row.reason()));
            }
            AtomicFile.write(file, SamplesPage.render(entries, version));
        } catch (IOException | RuntimeException e) {
            LOG.warn("{} could not be written: {}", file, Reason.of(e));
        }
    }
}
