package org.virnuc.pipeline.results;

import java.io.IOException;
import java.nio.file.Files;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.virnuc.pipeline.AtomicFile;
import org.virnuc.pipeline.RunDirectory;
import org.virnuc.telemetry.PipelineTelemetry;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.report.JsonReport;
import org.virnuc.telemetry.report.MarkdownReport;

/**
 * {@code telemetry.json} and {@code telemetry.md}, replaced as a whole each time. Where they cannot be written the run goes
 * on, with a warning.
 */
public final class TelemetryFiles {
    public static final String JSON_FILE = "telemetry.json";
    public static final String MARKDOWN_FILE = "telemetry.md";
    private static final Logger LOG = LoggerFactory.getLogger(TelemetryFiles.class);

    private final RunDirectory directory;
    private final PipelineTelemetry telemetry;
    private final boolean wanted;

    /**
     * Files of a run.
     *
     * @param wanted whether to write them; if not, those of an earlier run are removed
     */
    public TelemetryFiles(RunDirectory directory, PipelineTelemetry telemetry, boolean wanted) throws IOException {
        this.directory = directory;
        this.telemetry = telemetry;
        this.wanted = wanted;
        if (!wanted) {
            Files.deleteIfExists(directory.file(JSON_FILE));
            Files.deleteIfExists(directory.file(MARKDOWN_FILE));
        }
    }

    /** Writes the run as it stands. */
    public void write() {
        if (wanted) {
            write(telemetry.snapshot());
        }
    }

    /** Writes a report. */
    public void write(RunReport report) {
        if (!wanted) {
            return;
        }
        try {
            AtomicFile.write(directory.file(JSON_FILE), JsonReport.render(report));
            AtomicFile.write(directory.file(MARKDOWN_FILE), MarkdownReport.render(report));
        } catch (IOException | RuntimeException e) {
            LOG.warn("telemetry could not be written to {}: {}", directory.root(), e.getMessage());
        }
    }
}
