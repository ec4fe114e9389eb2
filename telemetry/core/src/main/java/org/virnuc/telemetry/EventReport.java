package org.virnuc.telemetry;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.virnuc.files.PublicApi;

/**
 * An event of a run, as its report lists it: a warning, an error, a guardrail hit or a piece of information.
 *
 * @param at when it happened
 * @param eventClass its subject; {@code class} in JSON
 * @param severity how much it matters
 * @param stage the stage in which it happened; null if it belongs to no stage
 * @param message one line for people
 * @param details the same facts for programs: numbers, booleans, text, and lists of these; never sequences
 */
@PublicApi
public record EventReport(
        Instant at,
        @JsonProperty("class") EventClass eventClass,
        Severity severity,
        @Nullable String stage,
        String message,
        Map<String, Object> details) {
    public EventReport {
        Checks.present(at, "events.at");
        Checks.present(eventClass, "events.class");
        Checks.present(severity, "events.severity");
        Checks.present(message, "events.message");
        details = PlainValues.details(details, "events.details");
    }
}
