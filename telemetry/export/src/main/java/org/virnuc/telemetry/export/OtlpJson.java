package org.virnuc.telemetry.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Encodes spans in the JSON encoding of OTLP: ids in hexadecimal, 64-bit numbers as text, enums as numbers. See the
 * OpenTelemetry protocol specification, "JSON Protobuf Encoding".
 */
final class OtlpJson {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int INTERNAL = 1;
    private static final int CLIENT = 3;
    private static final int ERROR = 2;
    private static final long NANOS = 1_000_000_000L;

    private OtlpJson() {}

    /** Encodes one request that contains {@code spans} of one trace. */
    static byte[] encode(String traceId, List<Span> spans, Map<String, String> resource) {
        ObjectNode request = JSON.createObjectNode();
        ObjectNode resourceSpans = request.putArray("resourceSpans").addObject();
        attributes(resourceSpans.putObject("resource").putArray("attributes"), resource);
        ObjectNode scopeSpans = resourceSpans.putArray("scopeSpans").addObject();
        scopeSpans.putObject("scope").put("name", "org.virnuc.telemetry");
        ArrayNode encoded = scopeSpans.putArray("spans");
        spans.forEach(span -> span(traceId, span, encoded.addObject()));
        try {
            return JSON.writeValueAsBytes(request);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts and numbers are always JSON", e);
        }
    }

    private static void span(String traceId, Span span, ObjectNode into) {
        into.put("traceId", traceId).put("spanId", span.id());
        if (span.parent() != null) {
            into.put("parentSpanId", span.parent());
        }
        into.put("name", span.name()).put("kind", span.client() ? CLIENT : INTERNAL);
        into.put("startTimeUnixNano", nanos(span.start())).put("endTimeUnixNano", nanos(span.end()));
        attributes(into.putArray("attributes"), span.attributes());
        ArrayNode events = into.putArray("events");
        for (Span.Event event : span.events()) {
            ObjectNode encoded = events.addObject();
            encoded.put("timeUnixNano", nanos(event.at())).put("name", event.name());
            attributes(encoded.putArray("attributes"), event.attributes());
        }
        if (span.error() != null) {
            into.putObject("status").put("code", ERROR).put("message", span.error());
        }
    }

    private static void attributes(ArrayNode into, Map<String, ?> attributes) {
        attributes.forEach((name, value) -> {
            ObjectNode typed = into.addObject().put("key", name).putObject("value");
            if (value instanceof Long number) {
                typed.put("intValue", number.toString());
            } else if (value instanceof Double number) {
                typed.put("doubleValue", number);
            } else if (value instanceof Boolean yes) {
                typed.put("boolValue", yes);
            } else {
                typed.put("stringValue", value.toString());
            }
        });
    }

    private static String nanos(Instant at) {
        return Long.toString(Math.addExact(Math.multiplyExact(at.getEpochSecond(), NANOS), at.getNano()));
    }
}
