package org.virnuc.telemetry.export;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A span as OpenTelemetry defines it, not yet encoded.
 *
 * @param id 16 hexadecimal digits
 * @param parent the same; null for the root
 * @param client whether it is a request to somebody else, not work of this process
 * @param error what went wrong, null where nothing did
 * @param attributes text, {@link Long}, {@link Double} or {@link Boolean}
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

    /** Something that happened meanwhile. */
    record Event(Instant at, String name, Map<String, Object> attributes) {}
}
