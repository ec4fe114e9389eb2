package org.virnuc.telemetry.child;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.virnuc.telemetry.EventClass;
import org.virnuc.telemetry.ModelCall;
import org.virnuc.telemetry.Severity;
import org.virnuc.telemetry.StageSpan;

/**
 * One line of a child process: a JSON object whose {@code type} is {@code progress}, {@code call}, {@code metric} or
 * {@code event}. The format is described by {@code virnuc-telemetry-child-1.schema.json}.
 */
public final class ChildLine {
    /** Path of the JSON Schema on the class path. */
    public static final String SCHEMA_RESOURCE = "/org/virnuc/telemetry/virnuc-telemetry-child-1.schema.json";

    private static final JsonMapper MAPPER = new JsonMapper();

    /** Most digits of a cost. Costs are written with all their digits, and 1e-900000000 would have as many. */
    private static final int MOST_DIGITS = 100;

    private final JsonNode line;
    private final Act act;

    private ChildLine(JsonNode line) {
        this.line = line;
        this.act = act();
    }

    /** What a line reports to a stage. */
    private interface Act {
        void on(StageSpan span);
    }

    /**
     * Parses a line.
     *
     * @throws IllegalArgumentException if the line is invalid; the message says why
     */
    public static ChildLine parse(String text) {
        JsonNode line;
        try {
            line = MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not JSON", e);
        }
        if (!line.isObject()) {
            throw new IllegalArgumentException("not a JSON object");
        }
        return new ChildLine(line);
    }

    /** Reports the content of the line to the stage. */
    public void applyTo(StageSpan span) {
        String runId = line.path("run_id").asText(span.runId());
        if (!runId.equals(span.runId())) {
            throw new IllegalArgumentException("run_id is " + runId + ", expected " + span.runId());
        }
        act.on(span);
    }

    private Act act() {
        String type = text("type", "");
        return switch (type) {
            case "progress" -> progress(count("items"));
            case "call" -> call(modelCall());
            case "metric" -> metric(required("name"), line.path("value"));
            case "event" -> event();
            default ->
                throw new IllegalArgumentException(
                        "type is \"" + type + "\", expected progress, call, metric or event");
        };
    }

    private static Act progress(long items) {
        return span -> span.advance(items);
    }

    private static Act call(ModelCall call) {
        return span -> span.call(call);
    }

    private static Act metric(String name, JsonNode value) {
        if (!value.isNumber()) {
            throw new IllegalArgumentException("value is not a number");
        }
        return value.isIntegralNumber()
                ? span -> span.metric(name, value.asLong())
                : span -> span.metric(name, value.asDouble());
    }

    private Act event() {
        String message = required("message");
        EventClass eventClass = word(EventClass.values(), "class", "data");
        Severity severity = word(Severity.values(), "severity", "info");
        return span -> span.event(eventClass, severity, message, Map.of());
    }

    private ModelCall modelCall() {
        return ModelCall.of(required("model"))
                .provider(text("provider", ModelCall.LOCAL))
                .device(text("device", "unknown"))
                .precision(text("precision", "unknown"))
                .promptTokens(count("prompt_tokens"))
                .completionTokens(count("completion_tokens"))
                .cachedTokens(count("cached"))
                .items(count("items"))
                .paddedTokens(count("padded_tokens"))
                .requestId(
                        line.hasNonNull("request_id") ? line.path("request_id").asText() : null)
                .cost(cost())
                .took(nanos());
    }

    private long nanos() {
        JsonNode seconds = line.path("seconds");
        if (!seconds.isMissingNode() && !(seconds.isNumber() && seconds.asDouble() >= 0 && seconds.asDouble() < 1e9)) {
            throw new IllegalArgumentException("seconds is " + seconds + ", expected 0 or more");
        }
        return Math.round(seconds.asDouble() * 1e9);
    }

    private @Nullable BigDecimal cost() {
        try {
            BigDecimal cost =
                    line.hasNonNull("cost") ? new BigDecimal(line.path("cost").asText()) : null;
            if (cost == null || Math.abs(cost.scale()) <= MOST_DIGITS) {
                return cost;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("cost is " + line.path("cost") + ", expected a decimal number", e);
        }
        throw new IllegalArgumentException("cost is " + line.path("cost") + ", expected an amount of money");
    }

    private long count(String field) {
        JsonNode count = line.path(field);
        if (!count.isMissingNode() && !(count.canConvertToLong() && count.isIntegralNumber() && count.asLong() >= 0)) {
            throw new IllegalArgumentException(field + " is " + count + ", expected a whole number, 0 or more");
        }
        return count.asLong();
    }

    private String required(String field) {
        String text = text(field, "");
        if (text.isBlank()) {
            throw new IllegalArgumentException(field + " is missing");
        }
        return text;
    }

    private String text(String field, String otherwise) {
        return line.hasNonNull(field) ? line.path(field).asText() : otherwise;
    }

    private <E extends Enum<E>> E word(E[] words, String field, String otherwise) {
        String word = text(field, otherwise);
        return Arrays.stream(words)
                .filter(one -> name(one).equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(field + " is \"" + word + "\", expected "
                        + Arrays.stream(words).map(ChildLine::name).collect(Collectors.joining(", "))));
    }

    private static String name(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
