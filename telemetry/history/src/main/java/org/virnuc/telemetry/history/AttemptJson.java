package org.virnuc.telemetry.history;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.virnuc.files.SmallFile;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.report.JsonReport;
import org.virnuc.telemetry.report.ReportException;

/**
 * Converts attempts to and from single lines of JSON, for the spool and for archives, and reports to and from
 * compressed JSON, for the history file.
 */
final class AttemptJson {
    private static final String FORMAT = "virnuc-attempt/1";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private AttemptJson() {}

    /** Returns one line without a line end. */
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
        describe(node, attempt.description());
        RunReport report = attempt.report();
        try {
            node.set("report", report == null ? null : JSON.readTree(JsonReport.render(report)));
            return JSON.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e); // cannot happen: it was JSON a line ago
        }
    }

    private static void describe(ObjectNode node, RunDescription description) {
        node.put("input", description.input());
        node.put("parent_run_id", description.parentRunId());
        node.put("name", description.label().name());
        description.label().tags().forEach(node.putArray("tags")::add);
        node.put("note", description.label().note());
    }

    /** Reads what a line says of the run besides its report; lines of earlier versions say nothing. */
    private static RunDescription description(JsonNode node) {
        List<String> tags = new ArrayList<>();
        node.path("tags").forEach(tag -> tags.add(tag.asText()));
        return new RunDescription(
                node.path("input").textValue(),
                node.path("parent_run_id").textValue(),
                new RunDescription.Label(
                        node.path("name").textValue(), tags, node.path("note").textValue()));
    }

    /**
     * Parses a line.
     *
     * @param where names the line in error messages
     * @throws HistoryException if the line is damaged
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
                    description(node),
                    report.isObject() ? JsonReport.parse(JSON.writeValueAsBytes(report), where) : null);
        } catch (JsonProcessingException | ReportException | DateTimeParseException | IllegalArgumentException e) {
            throw new HistoryException(where + " is a damaged attempt: " + firstLine(e), e);
        }
    }

    /** Compresses a report for storage. */
    static byte[] compress(RunReport report) {
        return gzip(JsonReport.render(report).getBytes(StandardCharsets.UTF_8));
    }

    static byte[] gzip(byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // cannot happen: writes to memory
        }
        return bytes.toByteArray();
    }

    /** Decompresses a stored report; null if there is none. */
    static @Nullable RunReport decompress(byte @Nullable [] stored, String where) {
        if (stored == null) {
            return null;
        }
        try {
            return JsonReport.parse(SmallFile.gunzip(stored, SmallFile.RECORD), where);
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
