package org.virnuc.telemetry.history;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.util.RawValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.virnuc.telemetry.BaselineReport;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.report.Baseline;
import org.virnuc.telemetry.report.Figures;
import org.virnuc.telemetry.report.JsonReport;
import org.virnuc.telemetry.report.Table;

/** A list of runs as text for people and as JSON for programs; what is not known is a dash, or null. */
public final class RunTable {
    /** The names of {@link #fields}, in order. */
    public static final List<String> FIELDS = List.of(
            "run_id",
            "previous_run_id",
            "status",
            "started_at",
            "ended_at",
            "wall_seconds",
            "calls",
            "tokens",
            "cost",
            "currency",
            "warnings",
            "models",
            "directory",
            "error");

    private static final String UNKNOWN = "-";
    private static final List<String> HEADER =
            List.of("Run", "Started (UTC)", "Status", "Models", "Directory", "Wall", "Tokens", "Cost", "Warnings");
    private static final int LEFT = 5;

    private RunTable() {}

    /** Apart, so that a list as text does not wait for it. */
    private static final class Json {
        private static final JsonMapper MAPPER = JsonMapper.builder()
                .enable(JsonWriteFeature.ESCAPE_NON_ASCII.mappedFeature())
                .build();
    }

    /** Aligned columns under a header. */
    public static String text(List<RunRow> rows) {
        Table table = new Table(LEFT, HEADER);
        for (RunRow row : rows) {
            table.add(List.of(
                    row.runId(),
                    time(row.startedAt()),
                    row.status().word(),
                    row.models().isEmpty() ? UNKNOWN : row.models(),
                    row.directory(),
                    row.wallSeconds() == null ? UNKNOWN : Figures.seconds(row.wallSeconds()),
                    Figures.count(row.tokens()),
                    cost(row.cost(), row.currency()),
                    Figures.count(row.warnings())));
        }
        return table.text();
    }

    /** An array of objects, one a line; costs are decimal text. */
    public static void json(List<RunRow> rows, Writer out) {
        try {
            out.write("[");
            String separator = "\n";
            for (RunRow row : rows) {
                out.write(separator);
                out.write(Json.MAPPER.writeValueAsString(fields(row)));
                separator = ",\n";
            }
            out.write("\n]\n");
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One run as JSON, with its report. */
    public static String json(RunRow row, Attempt attempt) {
        Map<String, @Nullable Object> whole = fields(row);
        whole.put("command", attempt.command());
        whole.put("version", attempt.version());
        RunReport report = attempt.report();
        whole.put(
                "report",
                report == null ? null : new RawValue(JsonReport.render(report).strip()));
        return pretty(whole);
    }

    /** The comparison of two runs as JSON, as reports have it under {@code baseline}. */
    public static String json(RunReport before, RunReport after) {
        BaselineReport compared = Baseline.of(before.runId(), before).compare(after);
        String baseline = JsonReport.render(after.withBaseline(compared));
        try {
            Map<String, @Nullable Object> whole = new LinkedHashMap<>();
            whole.put("before", before.runId());
            whole.put("after", after.runId());
            whole.put("baseline", Json.MAPPER.readTree(baseline).path("baseline"));
            return pretty(whole);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e); // it was JSON a line ago
        }
    }

    private static String pretty(Map<String, @Nullable Object> whole) {
        try {
            return Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(whole) + "\n";
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The fields of a run, as JSON and CSV name them. */
    public static Map<String, @Nullable Object> fields(RunRow row) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("run_id", row.runId());
        fields.put("previous_run_id", row.previousRunId());
        fields.put("status", row.status().word());
        fields.put("started_at", row.startedAt().toString());
        fields.put("ended_at", row.endedAt() == null ? null : row.endedAt().toString());
        fields.put("wall_seconds", row.wallSeconds());
        fields.put("calls", row.calls());
        fields.put("tokens", row.tokens());
        fields.put("cost", row.cost() == null ? null : row.cost().toPlainString());
        fields.put("currency", row.currency());
        fields.put("warnings", row.warnings());
        fields.put("models", row.models());
        fields.put("directory", row.directory());
        fields.put("error", row.error());
        return fields;
    }

    /** {@code 2026-11-22 15:33:55}. */
    public static String time(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS).toString().replace('T', ' ').replace("Z", "");
    }

    /** {@code 0.0125 USD}. */
    public static String cost(@Nullable BigDecimal cost, @Nullable String currency) {
        return cost == null ? UNKNOWN : cost.toPlainString() + (currency == null ? "" : " " + currency);
    }
}
