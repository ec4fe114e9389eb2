package org.virnuc.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.virnuc.models.store.ModelPool;
import org.virnuc.pipeline.run.RunRequest;
import org.virnuc.pipeline.run.RunResult;
import org.virnuc.pipeline.samples.SampleRuns;
import org.virnuc.pipeline.samples.SampleTable;
import org.virnuc.report.HtmlReport;
import org.virnuc.telemetry.redact.Redactor;

/** The samples of a sheet, as the command line runs them: models are loaded once, and the log is that of the sample under way. */
final class SampleCommand implements SampleRuns.Host {
    private final ModelPool models;
    private final OneRun run;

    /**
     * Runs to come.
     *
     * @param run carries out one of them
     */
    SampleCommand(ModelPool models, OneRun run) {
        this.models = models;
        this.run = run;
    }

    /** Carries out one run. */
    @FunctionalInterface
    interface OneRun {
        RunResult run(RunRequest request, ModelPool models) throws IOException, InterruptedException;
    }

    @Override
    public RunResult run(RunRequest request) throws IOException, InterruptedException {
        return run.run(request, models);
    }

    @Override
    public void next() {
        Logs.closeFile();
    }

    @Override
    public String reason(Throwable e) {
        return RedactedLayout.redactor().text(ExitCode.message(e), e);
    }

    @Override
    public void discardModels() {
        models.close();
    }

    @Override
    public Redactor redactor() {
        return RedactedLayout.redactor();
    }

    @Override
    public String version() {
        return Version.text();
    }

    /** What is printed of all samples. */
    static String text(SampleRuns.Outcome outcome, FormatOption format) throws IOException {
        return format.json() ? json(outcome) : line(outcome);
    }

    /** Where to look at all samples. */
    static String report(SampleRuns.Outcome outcome) {
        Path page = outcome.file().resolveSibling(HtmlReport.FILE_NAME);
        return "report of all samples: " + RedactedLayout.redactor().path(page.toString());
    }

    /** The exit code of the first sample that failed. */
    static int exitCode(SampleRuns.Outcome outcome) {
        return outcome.firstFailure().map(ExitCode::of).orElse(ExitCode.DONE).number();
    }

    private static String line(SampleRuns.Outcome outcome) {
        return String.format(
                Locale.ROOT,
                "%,d samples: %,d done, %,d failed; %,d records: %s; results in %s",
                outcome.rows().size(),
                outcome.withStatus("done"),
                outcome.withStatus("failed"),
                outcome.sum("records"),
                ResultText.calls(outcome.calls()),
                RedactedLayout.redactor().path(outcome.file().toString()));
    }

    private static String json(SampleRuns.Outcome outcome) throws IOException {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (SampleTable.Row row : outcome.rows()) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("sample", RedactedLayout.redactor().on() ? "<id>" : row.sample());
            fields.put("status", row.status());
            fields.putAll(row.counts());
            Double seconds = row.seconds();
            if (seconds != null) {
                fields.put("seconds", seconds);
            }
            BigDecimal cost = row.cost();
            if (cost != null) {
                fields.put("cost", cost);
                fields.put("currency", row.currency());
            }
            if (!row.reason().isEmpty()) {
                fields.put("reason", row.reason());
            }
            rows.add(fields);
        }
        try {
            return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(Map.of("samples", rows));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("counts and names are always JSON", e);
        }
    }
}
