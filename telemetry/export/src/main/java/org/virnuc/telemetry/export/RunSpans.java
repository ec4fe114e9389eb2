package org.virnuc.telemetry.export;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.virnuc.telemetry.EventReport;
import org.virnuc.telemetry.ModelCall;
import org.virnuc.telemetry.RunInfo;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.RunStatus;
import org.virnuc.telemetry.StageReport;
import org.virnuc.telemetry.StageStatus;
import org.virnuc.telemetry.TelemetryEvent;

/**
 * Converts the events of a run into spans: one for the run, below it one for each stage, and below each stage one for
 * each model call.
 */
final class RunSpans {
    /**
     * Most events attached to the span of the run. OpenTelemetry's default limit is the same, so collectors would drop
     * further ones.
     */
    private static final int MOST_EVENTS = 128;

    private final String traceId = hex(16);
    private final String runSpan = hex(8);
    private final Map<String, String> stageSpans = new HashMap<>();
    private final List<Span.Event> events = new ArrayList<>();
    private Instant startedAt = Instant.EPOCH;
    private @Nullable RunReport priced;
    private @Nullable RunInfo run;

    /** Returns the id of the trace to which all spans belong: 32 hexadecimal digits. */
    String traceId() {
        return traceId;
    }

    /** Returns the version of the program; empty before the run has started. */
    synchronized String version() {
        return run == null ? "" : run.version();
    }

    /** Records that the run has started. */
    synchronized void started(TelemetryEvent.RunStarted event) {
        run = event.run();
        startedAt = event.at();
    }

    /** Records that a stage has started. */
    synchronized void started(TelemetryEvent.StageStarted event) {
        stageSpans.put(event.stage(), hex(8));
    }

    /** Keeps the costs so far, for the spans of stages that end. */
    synchronized void priced(TelemetryEvent.CostsUpdated event) {
        priced = event.report();
    }

    /** Keeps an event, to be attached to the span of the run. */
    synchronized void event(EventReport event) {
        if (events.size() < MOST_EVENTS) {
            Map<String, Object> attributes = new LinkedHashMap<>();
            attributes.put("virnuc.event.severity", event.severity().word());
            attributes.put("virnuc.event.message", event.message());
            if (event.stage() != null) {
                attributes.put("virnuc.stage", event.stage());
            }
            events.add(new Span.Event(event.at(), "virnuc." + event.eventClass().word(), attributes));
        }
    }

    /** Returns the span of a model call. */
    synchronized Span batch(TelemetryEvent.ModelCalled event) {
        ModelCall call = event.call();
        String operation = call.completionTokens() > 0 ? "chat" : "embeddings";
        Map<String, Object> attributes = new LinkedHashMap<>();
        attributes.put("gen_ai.operation.name", operation);
        attributes.put("gen_ai.provider.name", call.provider());
        attributes.put("gen_ai.request.model", call.model());
        attributes.put("gen_ai.usage.input_tokens", call.promptTokens());
        attributes.put("gen_ai.usage.output_tokens", call.completionTokens());
        attributes.put("gen_ai.usage.cache_read.input_tokens", call.cachedTokens());
        if (call.requestId() != null) {
            attributes.put("gen_ai.response.id", call.requestId());
        }
        if (call.cost() != null) {
            attributes.put("virnuc.cost", call.cost().toPlainString());
        }
        attributes.put("virnuc.device", call.device());
        attributes.put("virnuc.precision", call.precision());
        attributes.put("virnuc.items", call.items());
        attributes.put("virnuc.padded_tokens", call.paddedTokens());
        String parent = stageSpans.getOrDefault(event.stage(), runSpan);
        boolean client = !call.provider().equals(ModelCall.LOCAL);
        Instant start = event.at().minusNanos(call.nanos());
        return new Span(
                hex(8), parent, operation + " " + call.model(), client, start, event.at(), null, attributes, List.of());
    }

    /** Returns the span of a stage that has ended. */
    synchronized Span stage(TelemetryEvent.StageEnded event) {
        StageReport report = event.report();
        Map<String, Object> attributes = new LinkedHashMap<>();
        attributes.put("virnuc.stage", report.id());
        attributes.put("virnuc.status", report.status().word());
        put("virnuc.skipped_reason", report.skippedReason(), attributes);
        put("virnuc.items_in", report.itemsIn(), attributes);
        put("virnuc.items_out", report.itemsOut(), attributes);
        put("virnuc.cpu_user_seconds", report.cpuUserSeconds(), attributes);
        put("virnuc.cpu_system_seconds", report.cpuSystemSeconds(), attributes);
        if (report.calls().count() > 0) {
            attributes.put("virnuc.calls", report.calls().count());
            attributes.put("gen_ai.usage.input_tokens", report.calls().promptTokens());
            attributes.put("gen_ai.usage.output_tokens", report.calls().completionTokens());
        }
        RunCost.of(priced).ifPresent(cost -> cost(report.id(), cost, attributes));
        String known = stageSpans.remove(report.id());
        String error = report.status() == StageStatus.FAILED ? "the stage failed" : null;
        return new Span(
                known == null ? hex(8) : known,
                runSpan,
                report.id(),
                false,
                report.startedAt(),
                event.at(),
                error,
                attributes,
                List.of());
    }

    /** Returns the span of the run, which has ended. */
    synchronized Span run(TelemetryEvent.RunEnded event) {
        RunReport report = event.report();
        Map<String, Object> attributes = new LinkedHashMap<>();
        attributes.put("virnuc.run_id", report.runId());
        attributes.put("virnuc.command", report.command());
        attributes.put("virnuc.status", report.status().word());
        attributes.put("virnuc.calls", report.totals().calls());
        attributes.put("virnuc.tokens", report.totals().tokens());
        RunCost.of(report).ifPresent(cost -> {
            attributes.put("virnuc.cost", cost.total().toPlainString());
            attributes.put("virnuc.currency", cost.currency());
        });
        report.totals().perModel().forEach((model, figures) -> {
            BigDecimal cost = figures.calls().cost();
            put("virnuc.model_cost." + model, cost == null ? null : cost.toPlainString(), attributes);
        });
        report.quantities().forEach((name, count) -> attributes.put("virnuc.quantity." + name, count));
        report.outcome().forEach((name, count) -> attributes.put("virnuc.outcome." + name, count));
        String error = null;
        if (report.status() == RunStatus.FAILED) {
            RunReport.Failure failure = report.error();
            error = failure == null ? "the run failed" : String.valueOf(failure.message());
            put("error.type", failure == null ? null : failure.type(), attributes);
        }
        return new Span(
                runSpan, null, "virnuc run", false, startedAt, event.at(), error, attributes, List.copyOf(events));
    }

    private static void cost(String stage, RunCost cost, Map<String, Object> attributes) {
        BigDecimal amount = cost.stages().get(stage);
        if (amount != null) {
            attributes.put("virnuc.cost", amount.toPlainString());
            attributes.put("virnuc.currency", cost.currency());
        }
    }

    private static void put(String name, @Nullable Object value, Map<String, Object> attributes) {
        if (value != null) {
            attributes.put(name, value);
        }
    }

    private static String hex(int bytes) {
        byte[] random = new byte[bytes];
        ThreadLocalRandom.current().nextBytes(random);
        random[0] |= 1; // an id of zeros is invalid
        return HexFormat.of().formatHex(random);
    }
}
