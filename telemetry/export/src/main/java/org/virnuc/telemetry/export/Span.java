package org.virnuc.telemetry.export;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A span as OpenTelemetry defines it, before it is encoded.
 *
 * @param id 16 hexadecimal digits
 * @param parent id of the parent span, 16 hexadecimal digits; null for the root
 * @param client whether the span is a request to another service rather than work of this process
 * @param error description of the error; null if there was none
 * @param attributes values are text, {@link Long}, {@link Double} or {@link Boolean}
 */
record Span(
        String id,
        @Nullable String parent,
        String name,
        boolean client,
        Instant start,
        Instant end,
        @Nullable String error,
        Map<String, Object> attributes,
        List<Event> events) {

    /** A timestamped event attached to a span. */
    record Event(Instant at, String name, Map<String, Object> attributes) {}
}
