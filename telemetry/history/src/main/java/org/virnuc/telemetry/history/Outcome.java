package org.virnuc.telemetry.history;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.virnuc.telemetry.report.Figures;

/** The counts that summarise what came out of a run. */
final class Outcome {
    private static final String NOTHING = "{}";

    private Outcome() {}

    /** Nested so that Jackson is loaded only when it is needed. */
    private static final class Json {
        private static final JsonMapper MAPPER = JsonMapper.builder().build();
    }

    /** Returns the counts as the history file has them. */
    static String json(Map<String, Long> counts) {
        try {
            return counts.isEmpty() ? NOTHING : Json.MAPPER.writeValueAsString(counts);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e); // cannot happen: names and numbers
        }
    }

    /** Returns the counts from the history file. What cannot be read is no count. */
    static Map<String, Long> parse(String json) {
        Map<String, Long> counts = new LinkedHashMap<>();
        if (!json.equals(NOTHING)) {
            try {
                JsonNode tree = Json.MAPPER.readTree(json);
                tree.properties()
                        .forEach(count ->
                                counts.put(count.getKey(), count.getValue().asLong()));
            } catch (JsonProcessingException e) {
                return Map.of();
            }
        }
        return counts;
    }

    /**
     * Returns the first count and its parts in a few words: {@code 6 virus, 4 others} for {@code records} of which
     * {@code records_virus} are 6 and {@code records_others} 4. Empty if there are no counts.
     */
    static String words(Map<String, Long> counts) {
        if (counts.isEmpty()) {
            return "";
        }
        Map.Entry<String, Long> whole = counts.entrySet().iterator().next();
        String start = whole.getKey() + "_";
        List<String> parts = new ArrayList<>();
        counts.forEach((name, count) -> {
            if (name.startsWith(start)) {
                parts.add(Figures.count(count) + " "
                        + name.substring(start.length()).replace('_', ' '));
            }
        });
        return parts.isEmpty()
                ? Figures.count(whole.getValue()) + " " + whole.getKey().replace('_', ' ')
                : String.join(", ", parts);
    }
}
