package org.virnuc.telemetry.history;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.report.JsonReport;
import org.virnuc.telemetry.report.ReportException;

/** An attempt as one line of JSON, in the spool and in archives, and reports as compressed JSON, in the file. */
final class AttemptJson {
    private static final String FORMAT = "virnuc-attempt/1";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private AttemptJson() {}

    /** One line, without a line end. */
    static String write(Attempt attempt) {
        ObjectNode node = JSON.createObjectNode();
        node.put("format", FORMAT);
        node.put("run_id", attempt.runId());
        node.put("status", attempt.status().word());
        node.put("started_at", attempt.startedAt().toString());
        node.put("directory", attempt.origin().directory());
        node.put("host", attempt.origin().host());
        node.put("pid", attempt.origin().pid());
        node.put("process_started_at", attempt.origin().processStartedAt().toString());
        node.put("command", attempt.command());
        node.put("version", attempt.version());
        RunReport report = attempt.report();
        try {
            node.set("report", report == null ? null : JSON.readTree(JsonReport.render(report)));
            return JSON.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e); // it was JSON a line ago
        }
    }

    /**
     * Reads such a line.
     *
     * @param where names the line in messages
     * @throws HistoryException where it is damaged
     */
    static Attempt read(String line, String where) {
        try {
            JsonNode node = JSON.readTree(line);
            if (!FORMAT.equals(node.path("format").asText())) {
                throw new HistoryException(where + " is not a recorded attempt: expected format " + FORMAT);
            }
            HistoryStatus status = HistoryStatus.of(text(node, "status"))
                    .orElseThrow(() -> new IllegalArgumentException(
                            "status " + node.path("status").asText() + " is unknown"));
            Origin origin = new Origin(
                    text(node, "directory"),
                    text(node, "host"),
                    node.path("pid").asLong(),
                    Instant.parse(text(node, "process_started_at")));
            JsonNode report = node.path("report");
            return new Attempt(
                    text(node, "run_id"),
                    origin,
                    text(node, "command"),
                    text(node, "version"),
                    Instant.parse(text(node, "started_at")),
                    status,
                    report.isObject() ? JsonReport.parse(JSON.writeValueAsBytes(report), where) : null);
        } catch (JsonProcessingException | ReportException | DateTimeParseException | IllegalArgumentException e) {
            throw new HistoryException(where + " is a damaged attempt: " + firstLine(e), e);
        }
    }

    /** The report, as it is stored. */
    static byte[] compress(RunReport report) {
        return gzip(JsonReport.render(report).getBytes(StandardCharsets.UTF_8));
    }

    static byte[] gzip(byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // in memory; cannot happen
        }
        return bytes.toByteArray();
    }

    /** A stored report; null where there is none. */
    static @Nullable RunReport decompress(byte @Nullable [] stored, String where) {
        if (stored == null) {
            return null;
        }
        try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(stored))) {
            return JsonReport.parse(gzip.readAllBytes(), where);
        } catch (IOException | ReportException e) {
            throw new HistoryException(where + " is damaged: " + firstLine(e), e);
        }
    }

    private static String text(JsonNode node, String field) {
        JsonNode value = node.path(field);
        if (!value.isTextual()) {
            throw new IllegalArgumentException(field + " is missing");
        }
        return value.textValue();
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}
