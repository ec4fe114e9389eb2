package org.virnuc.cli;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The words in settings that a user chose, as opposed to those of the settings' format. They may be private. */
final class OwnWords {
    /** Words of price sheets, and names of models and devices that the program has itself. */
    private static final Set<String> OF_THE_FORMAT = Set.of(
            ("currency,valid_from,valid_until,source,models,devices,prompt,completion,cached,prompt_per_1k,completion_per_1k,"
                            + "cached_per_1k,per_hour,default,USD,EUR,GBP,CHF,JPY,cpu,cuda,virnuc-mini,dnabert-s,esm-2")
                    .split(",", -1));

    private static final Pattern NUMBER = Pattern.compile("[0-9.:-]*");
    private static final List<String> EXPORTS = List.of("OTEL_RESOURCE_ATTRIBUTES", "OTEL_SERVICE_NAME");

    private OwnWords() {}

    /** Words of a line of a price sheet, in YAML or JSON: its names, and what its prices come from. */
    static List<String> ofPriceSheet(String line) {
        List<String> words = new ArrayList<>();
        int colon = line.indexOf(':');
        add(colon < 0 ? line : line.substring(0, colon), words);
        if (colon >= 0) {
            add(line.substring(colon + 1), words);
            for (String part : line.substring(colon + 1).split("[{},:]", -1)) {
                add(part, words);
            }
        }
        words.removeIf(
                word -> OF_THE_FORMAT.contains(word) || NUMBER.matcher(word).matches());
        return words;
    }

    /** Names and values that the environment adds to exported telemetry, as they are written and as they are sent. */
    static List<String> ofExports(Map<String, String> environment) {
        List<String> words = new ArrayList<>();
        for (String variable : EXPORTS) {
            for (String word : environment.getOrDefault(variable, "").split("[,=]", -1)) {
                add(word, words);
                add(decoded(word), words);
            }
        }
        return words;
    }

    private static String decoded(String word) {
        try {
            return URLDecoder.decode(word.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return word;
        }
    }

    private static void add(String text, List<String> words) {
        String word = text.replaceFirst("\\s#.*", "")
                .strip()
                .replaceAll("^[\"'{]+|[\"',}]+$", "")
                .strip();
        if (!word.isEmpty()) {
            words.add(word);
        }
    }
}
