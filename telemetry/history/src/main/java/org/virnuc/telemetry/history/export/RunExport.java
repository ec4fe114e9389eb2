package org.virnuc.telemetry.history.export;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import org.virnuc.files.SmallFile;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.history.Attempt;
import org.virnuc.telemetry.history.RunHistory;
import org.virnuc.telemetry.history.RunList;
import org.virnuc.telemetry.history.RunRow;
import org.virnuc.telemetry.report.JsonReport;
import org.virnuc.telemetry.report.MarkdownReport;

/** Exports runs as CSV (RFC 4180), as a JSON array, or as a zip file with the reports of all runs. */
public final class RunExport {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String RUN_FILE = "run.json";

    private final RunHistory history;
    private final List<RunRow> rows;
    private final ExportColumns columns;

    /** Creates an export of {@code rows}. */
    public RunExport(RunHistory history, List<RunRow> rows, ExportColumns columns) {
        this.history = history;
        this.rows = List.copyOf(rows);
        this.columns = columns;
    }

    /** Writes a header and a line for each run. */
    public void csv(OutputStream out) throws IOException {
        Writer lines = writer(out);
        lines.write(CsvText.line(columns.names()));
        for (RunRow row : rows) {
            lines.write(CsvText.line(values(row).values()));
        }
        lines.flush();
    }

    /** Writes an object for each run, one per line. Costs are decimal text. */
    public void json(OutputStream out) throws IOException {
        Writer lines = writer(out);
        String separator = "[\n";
        for (RunRow row : rows) {
            lines.write(separator + JSON.writeValueAsString(values(row)));
            separator = ",\n";
        }
        lines.write(rows.isEmpty() ? "[]\n" : "\n]\n");
        lines.flush();
    }

    /**
     * Writes a zip file with {@code runs.csv} and a folder for each run. The folder contains {@code telemetry.json} and
     * {@code telemetry.md} from the history, and {@code run.json} if the run's directory still has the one of this run.
     */
    public void bundle(OutputStream out) throws IOException {
        ZipOutputStream zip = new ZipOutputStream(out, StandardCharsets.UTF_8);
        zip.putNextEntry(new ZipEntry("runs.csv"));
        csv(zip);
        zip.closeEntry();
        for (RunRow row : rows) {
            Attempt attempt = history.current(row.runId()).orElse(null);
            RunReport report = attempt == null ? null : attempt.report();
            if (report != null) {
                entry(
                        zip,
                        row.runId() + "/telemetry.json",
                        JsonReport.render(report).getBytes(StandardCharsets.UTF_8));
                entry(
                        zip,
                        row.runId() + "/telemetry.md",
                        MarkdownReport.render(report).getBytes(StandardCharsets.UTF_8));
            }
            Optional<byte[]> runFile = runFile(row);
            if (runFile.isPresent()) {
                entry(zip, row.runId() + "/" + RUN_FILE, runFile.get());
            }
        }
        zip.finish();
    }

    private static void entry(ZipOutputStream zip, String name, byte[] content) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(content);
        zip.closeEntry();
    }

    private static Optional<byte[]> runFile(RunRow row) {
        Path file = Path.of(row.directory()).resolve(RUN_FILE);
        try {
            byte[] content = SmallFile.read(file, SmallFile.RECORD);
            return row.runId()
                            .equals(JSON.readTree(new String(content, StandardCharsets.UTF_8))
                                    .path("run_id")
                                    .asText())
                    ? Optional.of(content)
                    : Optional.empty();
        } catch (IOException goneOrNotOurs) {
            return Optional.empty();
        }
    }

    private Map<String, @Nullable Object> values(RunRow row) {
        return columns.values(row, columns.needStages() ? new RunList(history).stages(row.runId()) : List.of());
    }

    private static Writer writer(OutputStream out) {
        return new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), 1 << 16);
    }
}
