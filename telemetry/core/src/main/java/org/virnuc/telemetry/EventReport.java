package org.virnuc.telemetry;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something worth telling that happened in a run.
 *
 * @param at when
 * @param eventClass what it is about; {@code class} in JSON
 * @param severity how much it matters
 * @param stage the stage it happened in; null where it belongs to none
 * @param message one line for people
 * @param details the same for machines: numbers, booleans, text and lists of those; never sequences
 */
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
