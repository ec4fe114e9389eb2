package org.virnuc.telemetry.history;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.util.RawValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.report.JsonReport;

/**
 * Formats a list of runs as text, for people, and as JSON, for programs. Unknown values are dashes in text and null in
 * JSON.
 */
public final class RunTable {
    /** Names of {@link #fields}, in order. */
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
            "error",
            "prompt_tokens",
            "completion_tokens",
            "outcome",
            "input",
            "name",
            "tags",
            "note",
            "parent_run_id",
            "samples");

    private static final long DAY = 86_400;

    private RunTable() {}

    private static final SerializedString LINE_END = new SerializedString(",\n");
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .build();

    /** Nested so that Jackson is loaded only when JSON is written. */
    private static final class Json {
        private static final JsonMapper MAPPER = JsonMapper.builder()
                .enable(JsonWriteFeature.ESCAPE_NON_ASCII.mappedFeature())
                .build();
    }

    /** Writes runs as a JSON array of objects, one object per line. Costs are decimal text. */
    public static final class Array implements AutoCloseable {
        private final Writer out;
        private final JsonGenerator json;
        private boolean any;

        /** Starts the array. */
        public Array(Writer out) {
            this.out = out;
            try {
                json = JSON.createGenerator(out).setRootValueSeparator(LINE_END);
                json.writeRaw('[');
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Adds a run. */
        public void add(RunRow row) {
            try {
                if (!any) {
                    json.writeRaw('\n');
                    any = true;
                }
                json.writeStartObject();
                for (Map.Entry<String, @Nullable Object> field : fields(row).entrySet()) {
                    json.writeFieldName(field.getKey());
                    write(field.getValue());
                }
                json.writeEndObject();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void write(@Nullable Object value) throws IOException {
            if (value instanceof Long whole) {
                json.writeNumber(whole);
            } else if (value instanceof Double broken) {
                json.writeNumber(broken);
            } else {
                json.writeString((String) value); // null becomes JSON null
            }
        }

        /** Ends the array. */
        @Override
        public void close() {
            try {
                json.close();
                out.write("\n]\n");
                out.flush();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Returns a run with its report as JSON. */
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

    private static String pretty(Map<String, @Nullable Object> whole) {
        try {
            return Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(whole) + "\n";
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the fields of a run, by the names that JSON and CSV use. */
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
        RunDescription about = row.description();
        fields.put("prompt_tokens", row.promptTokens());
        fields.put("completion_tokens", row.completionTokens());
        fields.put("outcome", Outcome.words(row.outcome()));
        fields.put("input", about.input());
        fields.put("name", about.label().name());
        fields.put("tags", String.join(", ", about.label().tags()));
        fields.put("note", about.label().note());
        fields.put("parent_run_id", about.parentRunId());
        fields.put("samples", row.samples());
        return fields;
    }

    /** Formats an instant, for example {@code 2026-11-22 15:33:55}. */
    public static String time(Instant at) {
        LocalDate day = LocalDate.ofEpochDay(Math.floorDiv(at.getEpochSecond(), DAY));
        int second = (int) Math.floorMod(at.getEpochSecond(), DAY);
        StringBuilder text = new StringBuilder(19).append(day).append(' ');
        two(text, second / 3600).append(':');
        two(text, second / 60 % 60).append(':');
        return two(text, second % 60).toString();
    }

    private static StringBuilder two(StringBuilder text, int number) {
        return text.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
    }
}
