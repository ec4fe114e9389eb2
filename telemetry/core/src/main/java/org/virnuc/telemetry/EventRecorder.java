package org.virnuc.telemetry;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.virnuc.telemetry.redact.Redactor;

/** The events of one run: redacted, kept for its reports and delivered to its sinks; what sinks miss or throw becomes an event too. */
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

    /** Hands an event to the sinks without keeping it; nothing in it may be sensitive. */
    void deliver(TelemetryEvent event) {
        sinks.deliver(event);
    }

    /** Hands a model call, redacted before, to the sinks that want to learn of it. */
    void called(String stage, ModelCall call, long elapsed) {
        if (sinks.wantModelCalls()) {
            sinks.deliver(new TelemetryEvent.ModelCalled(time.at(elapsed), stage, call));
        }
    }

    /** Keeps an event and hands it to the sinks. */
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

    /** The details of a hit, without ids where those are sensitive. */
    Map<String, @Nullable Object> details(GuardrailHit hit) {
        Map<String, @Nullable Object> details = hit.details();
        details.put("first", hit.first().stream().map(redactor::id).toList());
        return details;
    }

    /** One line about an exception, without what is sensitive. */
    String describe(Throwable error) {
        return redactor.text(Failures.describe(error), error);
    }

    /** A call without what is sensitive. */
    ModelCall redacted(ModelCall call) {
        return call.redacted(redactor);
    }

    /** Counts something that reached neither log nor sinks, such as an event after the end. */
    void lost() {
        sinks.lose();
    }

    /** What consumers have missed so far. */
    long losses() {
        return sinks.losses();
    }

    /** The events so far. */
    EventLog log() {
        return log;
    }

    /** The events so far and, for each sink that does not keep up, one about how many it has missed. */
    EventLog logWithMisses() {
        EventLog all = log.copy();
        sinks.missed((sink, count) -> all.add(missed(sink, count)));
        return all;
    }

    /** Waits, for a bounded time, until sinks have taken what was delivered. */
    void flush() {
        sinks.flush();
    }

    /** Flushes; the sinks get nothing further. */
    void close() {
        sinks.flush();
        sinks.close();
    }

    private Map<String, Object> redacted(Map<String, ? extends @Nullable Object> details) {
        Map<String, @Nullable Object> redacted = new LinkedHashMap<>();
        details.forEach((name, value) -> redacted.put(name, redactor.value(value)));
        return PlainValues.details(redacted, "events.details");
    }

    /** A sink has thrown {@code problem}; null where it does not keep up. */
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
