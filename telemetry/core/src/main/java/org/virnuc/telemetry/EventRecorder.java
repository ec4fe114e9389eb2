package org.virnuc.telemetry;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.virnuc.telemetry.redact.Redactor;

/**
 * Redacts the events of a run, stores them for its reports and delivers them to its sinks. Whatever a sink misses or
 * throws is recorded as an event, too.
 */
final class EventRecorder {
    private static final Logger LOG = LoggerFactory.getLogger(EventRecorder.class);

    private final Timeline time;
    private final Redactor redactor;
    private final EventLog log = new EventLog();
    private final SinkFanout sinks;

    EventRecorder(Timeline time, Redactor redactor, List<TelemetrySink> sinks) {
        this.time = time;
        this.redactor = redactor;
        this.sinks = new SinkFanout(sinks, this::sinkFailed);
    }

    /** Delivers an event to the sinks without storing it. The event must not contain sensitive text. */
    void deliver(TelemetryEvent event) {
        sinks.deliver(event);
    }

    /** Delivers a model call, which must already be redacted, if there are sinks that want model calls. */
    void called(String stage, Supplier<ModelCall> call, long elapsed) {
        if (sinks.wantModelCalls()) {
            sinks.deliver(new TelemetryEvent.ModelCalled(time.at(elapsed), stage, call.get()));
        }
    }

    /** Stores an event and delivers it to the sinks. */
    void record(
            @Nullable String stage,
            EventClass eventClass,
            Severity severity,
            String message,
            Map<String, ? extends @Nullable Object> details) {
        EventReport event = new EventReport(
                time.at(time.elapsed()), eventClass, severity, stage, redactor.text(message), redacted(details));
        log.add(event);
        sinks.deliver(new TelemetryEvent.EventRecorded(event));
    }

    /** Returns the details of a guardrail hit, without its examples if ids are to be redacted. */
    Map<String, @Nullable Object> details(GuardrailHit hit) {
        Map<String, @Nullable Object> details = hit.details();
        details.put("first", hit.first().stream().map(redactor::id).toList());
        return details;
    }

    /** Describes an exception in one redacted line. */
    String describe(Throwable error) {
        return redactor.text(Failures.describe(error), error);
    }

    /** Returns the call without sensitive text. */
    ModelCall redacted(ModelCall call) {
        return call.redacted(redactor);
    }

    /**
     * Counts an event that reached neither the log nor the sinks, for example one recorded after the end of the run.
     */
    void lost() {
        sinks.lose();
    }

    /** Returns how many events the sinks have missed so far. */
    long losses() {
        return sinks.losses();
    }

    /** Returns a copy of the events so far. */
    EventLog log() {
        return log;
    }

    /**
     * Returns the events so far, plus one event for each sink that could not keep up, which says how many events it
     * missed.
     */
    EventLog logWithMisses() {
        EventLog all = log.copy();
        sinks.missed((sink, count) -> all.add(missed(sink, count)));
        return all;
    }

    /** Waits, for a bounded time, until the sinks have processed what was delivered. */
    void flush() {
        sinks.flush();
    }

    /** Flushes the sinks and stops delivering events. */
    void close() {
        sinks.flush();
        sinks.close();
    }

    private Map<String, Object> redacted(Map<String, ? extends @Nullable Object> details) {
        Map<String, @Nullable Object> redacted = new LinkedHashMap<>();
        details.forEach((name, value) -> redacted.put(name, redactor.value(value)));
        return PlainValues.details(redacted, "events.details");
    }

    /** Records that a sink threw {@code problem}, or that it could not keep up if {@code problem} is null. */
    private void sinkFailed(TelemetrySink sink, @Nullable Throwable problem) {
        String name = sink.getClass().getName();
        LOG.warn("telemetry sink {} misses events; the run goes on", name, problem);
        String message = problem == null
                ? "a telemetry sink does not keep up and misses events"
                : "a telemetry sink failed and misses events: " + Failures.describe(problem);
        record(null, EventClass.TELEMETRY, Severity.WARNING, message, Map.of("sink", name));
    }

    private EventReport missed(TelemetrySink sink, long count) {
        return new EventReport(
                time.at(time.elapsed()),
                EventClass.TELEMETRY,
                Severity.WARNING,
                null,
                "a telemetry sink that did not keep up has missed " + count + " events",
                Map.of("sink", sink.getClass().getName(), "missed", count));
    }
}
