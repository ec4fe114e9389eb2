package org.virnuc.telemetry.usage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * Merges the usage objects from the events of one streamed answer. Counts in a stream are running totals, which never
 * decrease: the largest value of each count is used, so that a 0 in the last event does not erase it. Of other fields,
 * the last value is used.
 */
final class UsageStream {
    private final ObjectNode merged = JsonNodeFactory.instance.objectNode();

    void add(JsonNode usage) {
        merge(merged, usage);
    }

    JsonNode usage() {
        return merged;
    }

    private static void merge(ObjectNode into, JsonNode event) {
        event.properties().forEach(field -> {
            JsonNode value = field.getValue();
            @Nullable JsonNode before = into.get(field.getKey());
            if (value.isObject()) {
                ObjectNode inner = before instanceof ObjectNode object ? object : into.putObject(field.getKey());
                merge(inner, value);
            } else if (!value.isNull() && !isLess(value, before)) {
                into.set(field.getKey(), value);
            }
        });
    }

    private static boolean isLess(JsonNode value, @Nullable JsonNode before) {
        return before != null && before.isNumber() && value.isNumber() && value.doubleValue() < before.doubleValue();
    }
}
