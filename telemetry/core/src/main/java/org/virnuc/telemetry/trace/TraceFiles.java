package org.virnuc.telemetry.trace;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.virnuc.telemetry.CostReport;
import org.virnuc.telemetry.CostSplit;
import org.virnuc.telemetry.EventReport;
import org.virnuc.telemetry.ModelCall;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.StageReport;
import org.virnuc.telemetry.TelemetryEvent;
import org.virnuc.telemetry.TelemetryListener;

/**
 * Writes {@code calls.jsonl}, one JSON line for each model call, and {@code spans.jsonl}, one JSON line for the run and
 * for each stage and event, when it ends. The files belong to the run that {@code telemetry.json} in the same folder
 * describes, and replace those of the run before. They are flushed to disk whenever a stage ends; a crash may leave the
 * last line incomplete.
 */
public final class TraceFiles implements TelemetryListener, AutoCloseable {
    public static final String CALLS_FILE = "calls.jsonl";
    public static final String SPANS_FILE = "spans.jsonl";

    /** Span id of the run itself; stages are numbered from 1. */
    private static final int RUN_SPAN = 0;

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .disable(StreamWriteFeature.AUTO_CLOSE_CONTENT)
            .build()
            .setRootValueSeparator("");

    /** Encodes lists in the details of events. */
    private static final JsonMapper CODEC = new JsonMapper();

    private final JsonGenerator calls;
    private final JsonGenerator spans;
    private final Map<String, Integer> openSpans = new HashMap<>();
    private String runId = "";
    private @Nullable CostReport costs;
    private int lastSpan = RUN_SPAN;

    private TraceFiles(JsonGenerator calls, JsonGenerator spans) {
        this.calls = calls;
        this.spans = spans;
    }

    /** Opens both files in {@code folder} and empties them. */
    public static TraceFiles open(Path folder) throws IOException {
        JsonGenerator calls = generator(folder.resolve(CALLS_FILE));
        try {
            return new TraceFiles(calls, generator(folder.resolve(SPANS_FILE)));
        } catch (IOException e) {
            calls.close();
            throw e;
        }
    }

    /** Deletes the files of an earlier run. */
    public static void remove(Path folder) throws IOException {
        Files.deleteIfExists(folder.resolve(CALLS_FILE));
        Files.deleteIfExists(folder.resolve(SPANS_FILE));
    }

    @Override
    public synchronized void onRunStarted(TelemetryEvent.RunStarted event) {
        runId = event.run().runId();
    }

    @Override
    public synchronized void onStageStarted(TelemetryEvent.StageStarted event) {
        openSpans.put(event.stage(), ++lastSpan);
    }

    @Override
    public synchronized void onStageEnded(TelemetryEvent.StageEnded event) {
        write(() -> {
            stage(event.report());
            flush();
        });
    }

    @Override
    public synchronized void onModelCalled(TelemetryEvent.ModelCalled event) {
        write(() -> call(event));
    }

    @Override
    public synchronized void onCostsUpdated(TelemetryEvent.CostsUpdated event) {
        costs = event.report().costs();
    }

    @Override
    public synchronized void onEventRecorded(TelemetryEvent.EventRecorded event) {
        write(() -> event(event.event()));
    }

    @Override
    public synchronized void onRunEnded(TelemetryEvent.RunEnded event) {
        write(() -> {
            run(event.report());
            flush();
        });
    }

    @Override
    public synchronized void close() throws IOException {
        try (calls) {
            spans.close();
        }
    }

    private interface Lines {
        void write() throws IOException;
    }

    private static void write(Lines lines) {
        try {
            lines.write();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void flush() throws IOException {
        calls.flush();
        spans.flush();
    }

    private void call(TelemetryEvent.ModelCalled called) throws IOException {
        ModelCall call = called.call();
        begin(calls, called.at());
        calls.writeStringField("stage", called.stage());
        calls.writeStringField("model", call.model());
        calls.writeStringField("provider", call.provider());
        calls.writeStringField("device", call.device());
        calls.writeStringField("precision", call.precision());
        calls.writeNumberField("prompt_tokens", call.promptTokens());
        calls.writeNumberField("completion_tokens", call.completionTokens());
        calls.writeNumberField("cached", call.cachedTokens());
        calls.writeNumberField("items", call.items());
        calls.writeNumberField("padded_tokens", call.paddedTokens());
        calls.writeNumberField("seconds", call.nanos() / 1e9);
        calls.writeStringField("request_id", call.requestId());
        calls.writeStringField("cost", call.cost() == null ? null : call.cost().toPlainString());
        end(calls);
    }

    private void stage(StageReport stage) throws IOException {
        Integer open = openSpans.remove(stage.id());
        begin(spans, stage.startedAt());
        span("stage", open == null ? ++lastSpan : open, stage.id());
        ended(stage.endedAt(), stage.wallSeconds(), stage.status().word());
        spans.writeObjectFieldStart("attributes");
        number("cpu_user_seconds", stage.cpuUserSeconds());
        number("cpu_system_seconds", stage.cpuSystemSeconds());
        number("items_in", stage.itemsIn());
        number("items_out", stage.itemsOut());
        number("calls", stage.calls().count());
        number("tokens", stage.calls().tokens());
        number("allocated_bytes", stage.resources().allocatedBytes());
        number("peak_rss_bytes", stage.resources().peakRssBytes());
        CostSplit cost = costs == null ? null : costs.ofStage(stage.id());
        spans.writeStringField("cost", cost == null ? null : cost.cost().toPlainString());
        spans.writeEndObject();
        end(spans);
    }

    private void run(RunReport run) throws IOException {
        begin(spans, run.startedAt());
        spans.writeStringField("kind", "run");
        spans.writeNumberField("span", RUN_SPAN);
        spans.writeNullField("parent");
        spans.writeStringField("name", run.runId());
        ended(run.endedAt(), run.wallSeconds(), run.status().word());
        spans.writeObjectFieldStart("attributes");
        RunReport.Totals totals = run.totals();
        number("calls", totals.calls());
        number("tokens", totals.tokens());
        spans.writeStringField(
                "cost", totals.cost() == null ? null : totals.cost().toPlainString());
        spans.writeStringField("currency", totals.currency());
        spans.writeEndObject();
        end(spans);
    }

    private void event(EventReport event) throws IOException {
        Integer stage = event.stage() == null ? null : openSpans.get(event.stage());
        begin(spans, event.at());
        spans.writeStringField("kind", "event");
        spans.writeNumberField("parent", stage == null ? RUN_SPAN : stage);
        spans.writeStringField("name", event.eventClass().word());
        spans.writeStringField("severity", event.severity().word());
        spans.writeStringField("stage", event.stage());
        spans.writeStringField("message", Snapshot.of(event.message()));
        spans.writeObjectFieldStart("attributes");
        for (Map.Entry<String, Object> detail : event.details().entrySet()) {
            spans.writeObjectField(detail.getKey(), Snapshot.of(detail.getValue()));
        }
        spans.writeEndObject();
        end(spans);
    }

    private void begin(JsonGenerator line, Instant at) throws IOException {
        line.writeStartObject();
        line.writeStringField("at", at.toString());
        line.writeStringField("run_id", runId);
    }

    private void span(String kind, int number, String name) throws IOException {
        spans.writeStringField("kind", kind);
        spans.writeNumberField("span", number);
        spans.writeNumberField("parent", RUN_SPAN);
        spans.writeStringField("name", name);
    }

    private void ended(@Nullable Instant at, double seconds, String status) throws IOException {
        spans.writeStringField("ended_at", at == null ? null : at.toString());
        spans.writeNumberField("seconds", seconds);
        spans.writeStringField("status", status);
    }

    private void number(String name, @Nullable Number value) throws IOException {
        if (value == null) {
            spans.writeNullField(name);
        } else {
            spans.writeObjectField(name, value);
        }
    }

    private static void end(JsonGenerator line) throws IOException {
        line.writeEndObject();
        line.writeRaw('\n');
    }

    private static JsonGenerator generator(Path file) throws IOException {
        return JSON.createGenerator(Files.newOutputStream(file)).setCodec(CODEC);
    }
}
