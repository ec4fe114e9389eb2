package org.virnuc.telemetry.usage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Extracts token counts from a provider's answer: from the complete answer, from the usage object alone, or from the
 * chunks of a stream. An answer of unknown format, or with impossible counts, is counted as unknown, and never as zero
 * tokens. Thread-safe.
 */
public final class UsageExtractor {
    private static final JsonMapper JSON = new JsonMapper();

    private static final String USAGE = "usage";
    private static final String GEMINI = "usageMetadata";
    private static final String META = "meta";
    private static final String BILLED = "billed_units";
    private static final String TOKENS = "tokens";
    private static final String PROMPT = "prompt_tokens";
    private static final String COMPLETION = "completion_tokens";
    private static final String TOTAL = "total_tokens";
    private static final String DETAILS = "input_tokens_details";
    private static final String LIVE_DETAILS = "input_token_details"; // of a realtime session
    private static final String INPUT = "input_tokens";
    private static final String OUTPUT = "output_tokens";
    private static final String BEDROCK_INPUT = "inputTokens";
    private static final String BEDROCK_TOTAL = "totalTokens";
    private static final String CACHED = "cached_tokens";

    private final AtomicLong known = new AtomicLong();
    private final AtomicLong unknown = new AtomicLong();

    /** Returns how many answers were understood. */
    public long known() {
        return known.get();
    }

    /** Returns how many answers were not understood. */
    public long unknown() {
        return unknown.get();
    }

    /** Extracts the usage from JSON text. Returns empty, and counts the answer as unknown, if it is not understood. */
    public Optional<TokenUsage> extract(String json) {
        return counted(parse(json));
    }

    /** Extracts the usage from an answer that a client library returned as a map. */
    public Optional<TokenUsage> extract(Map<String, ?> answer) {
        try {
            return counted(JSON.valueToTree(answer));
        } catch (IllegalArgumentException e) {
            return counted(null);
        }
    }

    /** Extracts the usage from a JSON tree. */
    public Optional<TokenUsage> extract(JsonNode answer) {
        return counted(answer);
    }

    /**
     * Extracts the usage of one streamed answer.
     *
     * @param chunks the chunks as JSON text, in order; a leading {@code data:} and the chunk {@code [DONE]} are
     *     ignored. Counts in a stream are running totals, so the largest value of each field is used.
     */
    public Optional<TokenUsage> extractStream(Iterable<String> chunks) {
        UsageStream stream = new UsageStream();
        for (String chunk : chunks) {
            String text = chunk.startsWith("data:") ? chunk.substring("data:".length()) : chunk;
            JsonNode tree = parse(text);
            JsonNode usage = tree == null ? null : usage(tree);
            if (usage != null) {
                stream.add(usage);
            }
        }
        return counted(stream.usage());
    }

    private Optional<TokenUsage> counted(@Nullable JsonNode answer) {
        JsonNode usage = answer == null ? null : usage(answer);
        Optional<TokenUsage> found;
        try {
            found = usage == null ? Optional.empty() : read(usage);
        } catch (IllegalArgumentException | ArithmeticException e) {
            found = Optional.empty(); // a value is not a count, or two counts contradict each other
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

    /**
     * Finds the usage object: under its own name, in the {@code response}, {@code message}, {@code delta},
     * {@code metadata} or {@code x_groq} of a stream event, in the {@code meta} of an answer, or the given object
     * itself.
     */
    private static @Nullable JsonNode usage(JsonNode answer) {
        Stream<JsonNode> inner =
                Stream.of("response", "message", "delta", "metadata", "x_groq").map(answer::path);
        for (JsonNode holder : Stream.concat(Stream.of(answer), inner).toList()) {
            for (String name : new String[] {USAGE, GEMINI, META}) {
                JsonNode usage = holder.path(name);
                if (usage.isObject() && (!name.equals(META) || isCohere(usage))) {
                    return usage;
                }
            }
        }
        boolean self = isCohere(answer)
                || isBedrock(answer)
                || Stream.of(PROMPT, INPUT, TOTAL, "promptTokenCount").anyMatch(answer::has);
        return self ? answer : null;
    }

    private static Optional<TokenUsage> read(JsonNode usage) {
        CacheCounts.requireKnown(usage);
        if (usage.hasNonNull("promptTokenCount")) {
            return Optional.of(gemini(usage));
        }
        if (isCohere(usage)) {
            return cohere(usage);
        }
        if (isBedrock(usage)) {
            return Optional.of(bedrock(usage));
        }
        if (usage.has(PROMPT)) {
            boolean known = usage.hasNonNull(PROMPT) && (usage.hasNonNull(COMPLETION) || usage.hasNonNull(TOTAL));
            return known ? Optional.of(chat(usage)) : Optional.empty();
        }
        if (usage.hasNonNull(INPUT) && usage.hasNonNull(OUTPUT)) {
            boolean openAi = usage.has(TOTAL) || usage.has(DETAILS) || usage.has(LIVE_DETAILS);
            return Optional.of(openAi ? responses(usage) : anthropic(usage));
        }
        return usage.path(TOTAL).isNumber()
                        && Stream.of(COMPLETION, INPUT, OUTPUT).noneMatch(usage::has)
                ? Optional.of(new TokenUsage(TokenUsage.Shape.EMBEDDINGS, count(usage, TOTAL), 0, 0, 0))
                : Optional.empty();
    }

    private static TokenUsage chat(JsonNode usage) {
        long prompt = count(usage, PROMPT);
        CacheCounts cache = CacheCounts.inPrompt(usage);
        if (!usage.has(COMPLETION)) {
            long all = Math.max(prompt, count(usage, TOTAL));
            return new TokenUsage(TokenUsage.Shape.EMBEDDINGS, all, 0, cache.read(), cache.written());
        }
        CacheCounts passedOn = CacheCounts.anthropic(usage);
        if (passedOn.none()) {
            long completion = Math.max(count(usage, COMPLETION), count(usage, TOTAL) - prompt);
            return new TokenUsage(TokenUsage.Shape.OPENAI_CHAT, prompt, completion, cache.read(), cache.written());
        }
        CacheCounts all = cache.agreedWith(passedOn);
        long completion = count(usage, COMPLETION);
        long whole = Math.addExact(prompt, besides(all, count(usage, TOTAL) - Math.addExact(prompt, completion)));
        return new TokenUsage(TokenUsage.Shape.OPENAI_CHAT, whole, completion, all.read(), all.written());
    }

    /**
     * Returns how many of the cached tokens the prompt does not include. Proxies that forward Anthropic's counts leave
     * out none of them, those written to the cache, or all; only the total shows which.
     *
     * @param extra tokens of the total that are neither in the prompt nor in the completion
     */
    private static long besides(CacheCounts cache, long extra) {
        if (extra != 0 && extra != cache.written() && extra != cache.sum()) {
            throw new IllegalArgumentException("the total does not say whether cached tokens are in the prompt");
        }
        return extra;
    }

    private static boolean isBedrock(JsonNode usage) {
        return usage.hasNonNull(BEDROCK_INPUT) && usage.hasNonNull(BEDROCK_TOTAL);
    }

    private static TokenUsage bedrock(JsonNode usage) {
        CacheCounts cache = CacheCounts.bedrock(usage);
        long prompt = Math.addExact(count(usage, BEDROCK_INPUT), cache.sum());
        long completion = count(usage, "outputTokens");
        if (count(usage, BEDROCK_TOTAL) != Math.addExact(prompt, completion)) {
            throw new IllegalArgumentException("totalTokens are not the sum of input, cache and output");
        }
        return new TokenUsage(TokenUsage.Shape.BEDROCK, prompt, completion, cache.read(), cache.written());
    }

    private static boolean isCohere(JsonNode usage) {
        return usage.path(BILLED).isObject() || usage.path(TOKENS).isObject();
    }

    /** Searches and images are billed, too, but they are not tokens. */
    private static Optional<TokenUsage> cohere(JsonNode usage) {
        JsonNode counts = usage.path(BILLED).hasNonNull(INPUT) ? usage.path(BILLED) : usage.path(TOKENS);
        if (!counts.hasNonNull(INPUT)) {
            return Optional.empty();
        }
        long prompt = count(counts, INPUT);
        long cached = Math.min(prompt, count(usage, CACHED)); // fewer tokens may be billed than were read
        return Optional.of(new TokenUsage(TokenUsage.Shape.COHERE, prompt, count(counts, OUTPUT), cached, 0));
    }

    private static TokenUsage responses(JsonNode usage) {
        long input = count(usage, INPUT);
        long output = count(usage, OUTPUT);
        CacheCounts cache = CacheCounts.inPrompt(usage);
        CacheCounts passedOn = CacheCounts.anthropic(usage);
        if (passedOn.none() || passedOn.equals(cache)) {
            return new TokenUsage(TokenUsage.Shape.OPENAI_RESPONSES, input, output, cache.read(), cache.written());
        }
        CacheCounts all = cache.agreedWith(passedOn);
        if (count(usage, TOTAL) != Math.addExact(Math.addExact(input, output), all.sum())) {
            throw new IllegalArgumentException("the total does not say whether cached tokens are in the input");
        }
        return anthropic(usage);
    }

    private static TokenUsage anthropic(JsonNode usage) {
        if (!CacheCounts.inPrompt(usage)
                .agreedWith(CacheCounts.anthropic(usage))
                .equals(CacheCounts.anthropic(usage))) {
            throw new IllegalArgumentException("cached tokens are counted in a way that is not Anthropic's");
        }
        TokenUsage whole = iteration(usage);
        for (JsonNode iteration : usage.path("iterations")) {
            if (iteration.path("type").asText().equals("compaction")) { // by the same model, not part of the sums
                TokenUsage more = iteration(iteration);
                whole = new TokenUsage(
                        whole.shape(),
                        Math.addExact(whole.prompt(), more.prompt()),
                        Math.addExact(whole.completion(), more.completion()),
                        whole.cached() + more.cached(),
                        whole.cacheWritten() + more.cacheWritten());
            }
        }
        return whole;
    }

    private static TokenUsage iteration(JsonNode usage) {
        CacheCounts cache = CacheCounts.anthropic(usage);
        long prompt = Math.addExact(count(usage, INPUT), cache.sum());
        return new TokenUsage(TokenUsage.Shape.ANTHROPIC, prompt, count(usage, OUTPUT), cache.read(), cache.written());
    }

    /** Reads Gemini's counts, which leave out fields that are 0. A live session says response instead of candidates. */
    private static TokenUsage gemini(JsonNode usage) {
        long prompt = Math.addExact(count(usage, "promptTokenCount"), count(usage, "toolUsePromptTokenCount"));
        String answer = usage.has("responseTokenCount") ? "responseTokenCount" : "candidatesTokenCount";
        long completion = Math.addExact(count(usage, answer), count(usage, "thoughtsTokenCount"));
        return new TokenUsage(TokenUsage.Shape.GEMINI, prompt, completion, count(usage, "cachedContentTokenCount"), 0);
    }

    private static long count(JsonNode usage, String field) {
        return UsageCount.of(usage, field);
    }
}
