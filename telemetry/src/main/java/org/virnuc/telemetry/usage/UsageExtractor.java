package org.virnuc.telemetry.usage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Reads the usage of a call out of a provider's answer: the whole answer, the usage object alone, or the chunks of a stream. What is of no
 * known shape, or cannot be right, is counted as unknown; it is never taken for zero tokens. Safe for several threads.
 */
public final class UsageExtractor {
    private static final JsonMapper JSON = new JsonMapper();

    private static final String USAGE = "usage";
    private static final String GEMINI = "usageMetadata";
    private static final String INPUT = "input_tokens";
    private static final String OUTPUT = "output_tokens";
    private static final String CACHE_READ = "cache_read_input_tokens";
    private static final String CACHE_WRITTEN = "cache_creation_input_tokens";
    private static final String CACHED = "cached_tokens";

    private final AtomicLong known = new AtomicLong();
    private final AtomicLong unknown = new AtomicLong();

    /** Answers whose usage was understood. */
    public long known() {
        return known.get();
    }

    /** Answers whose usage was not. */
    public long unknown() {
        return unknown.get();
    }

    /** The usage in JSON text; empty, and counted as unknown, where it is not understood. */
    public Optional<TokenUsage> extract(String json) {
        return counted(parse(json));
    }

    /** The usage in an answer that an API library gives as a map. */
    public Optional<TokenUsage> extract(Map<String, ?> answer) {
        try {
            return counted(JSON.valueToTree(answer));
        } catch (IllegalArgumentException e) {
            return counted(null);
        }
    }

    /** The usage in a tree of JSON. */
    public Optional<TokenUsage> extract(JsonNode answer) {
        return counted(answer);
    }

    /**
     * The usage of one streamed answer, from its chunks as JSON text in their order; {@code data:} before a chunk and {@code [DONE]} are
     * passed over. Counts of a stream are running totals: of each field the last one holds.
     */
    public Optional<TokenUsage> extractStream(Iterable<String> chunks) {
        ObjectNode merged = JSON.createObjectNode();
        for (String chunk : chunks) {
            String text = chunk.startsWith("data:") ? chunk.substring("data:".length()) : chunk;
            JsonNode tree = parse(text);
            JsonNode usage = tree == null ? null : usage(tree);
            if (usage != null) {
                usage.properties().forEach(field -> {
                    if (!field.getValue().isNull()) {
                        merged.set(field.getKey(), field.getValue());
                    }
                });
            }
        }
        return counted(merged);
    }

    private Optional<TokenUsage> counted(@Nullable JsonNode answer) {
        JsonNode usage = answer == null ? null : usage(answer);
        Optional<TokenUsage> found;
        try {
            found = usage == null ? Optional.empty() : read(usage);
        } catch (IllegalArgumentException | ArithmeticException e) {
            found = Optional.empty(); // counts that are none, or contradict each other
        }
        (found.isPresent() ? known : unknown).incrementAndGet();
        return found;
    }

    private static @Nullable JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    /** The usage object: by its name, in the {@code response} or {@code message} of a stream's event, or what was given itself. */
    private static @Nullable JsonNode usage(JsonNode answer) {
        for (JsonNode holder : new JsonNode[] {answer, answer.path("response"), answer.path("message")}) {
            for (String name : new String[] {USAGE, GEMINI}) {
                if (holder.path(name).isObject()) {
                    return holder.path(name);
                }
            }
        }
        boolean self = answer.has("prompt_tokens") || answer.has(INPUT) || answer.has("promptTokenCount");
        return self ? answer : null;
    }

    private static Optional<TokenUsage> read(JsonNode usage) {
        if (usage.has("promptTokenCount")) {
            return Optional.of(gemini(usage));
        }
        if (usage.has("prompt_tokens")) {
            return usage.has("completion_tokens") || usage.has("total_tokens")
                    ? Optional.of(chat(usage))
                    : Optional.empty();
        }
        if (usage.has(INPUT) && usage.has(OUTPUT)) {
            boolean openAi = usage.has("total_tokens") || usage.has("input_tokens_details");
            return Optional.of(openAi ? responses(usage) : anthropic(usage));
        }
        return Optional.empty();
    }

    private static TokenUsage chat(JsonNode usage) {
        TokenUsage.Shape shape =
                usage.has("completion_tokens") ? TokenUsage.Shape.OPENAI_CHAT : TokenUsage.Shape.EMBEDDINGS;
        long cached = count(usage.path("prompt_tokens_details"), CACHED);
        return new TokenUsage(shape, count(usage, "prompt_tokens"), count(usage, "completion_tokens"), cached, 0);
    }

    private static TokenUsage responses(JsonNode usage) {
        long cached = count(usage.path("input_tokens_details"), CACHED);
        return new TokenUsage(TokenUsage.Shape.OPENAI_RESPONSES, count(usage, INPUT), count(usage, OUTPUT), cached, 0);
    }

    private static TokenUsage anthropic(JsonNode usage) {
        long read = count(usage, CACHE_READ);
        long written = count(usage, CACHE_WRITTEN);
        long prompt = Math.addExact(Math.addExact(count(usage, INPUT), read), written);
        return new TokenUsage(TokenUsage.Shape.ANTHROPIC, prompt, count(usage, OUTPUT), read, written);
    }

    /** Fields that are 0 are left out of these answers; those of a live session call the candidates a response. */
    private static TokenUsage gemini(JsonNode usage) {
        long prompt = Math.addExact(count(usage, "promptTokenCount"), count(usage, "toolUsePromptTokenCount"));
        String answer = usage.has("responseTokenCount") ? "responseTokenCount" : "candidatesTokenCount";
        long completion = Math.addExact(count(usage, answer), count(usage, "thoughtsTokenCount"));
        return new TokenUsage(TokenUsage.Shape.GEMINI, prompt, completion, count(usage, "cachedContentTokenCount"), 0);
    }

    /** A count; one that is not there, or null, is 0, as the providers mean it. */
    private static long count(JsonNode usage, String field) {
        JsonNode value = usage.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return 0;
        }
        if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
            throw new IllegalArgumentException(field + " is " + value + ", expected a count");
        }
        return value.longValue();
    }
}
