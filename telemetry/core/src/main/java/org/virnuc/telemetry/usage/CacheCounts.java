package org.virnuc.telemetry.usage;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The tokens of one call that came out of a provider's cache and those that went into it, under whichever names an answer gives them.
 * Several names of one count have to agree, where a 0 says nothing: a proxy may fill in one name and leave another at its default.
 *
 * @param read out of the cache
 * @param written into it
 */
record CacheCounts(long read, long written) {
    private static final List<String> DETAILS =
            List.of("prompt_tokens_details", "prompt_token_details", "input_tokens_details", "input_token_details");

    /** OpenAI's kind: Moonshot and Together; Mistral; DeepSeek. */
    private static final List<String> READ =
            List.of("cached_tokens", "num_cached_tokens", "prompt_cache_hit_tokens", "cachedContentTokenCount");

    /** OpenAI and most others; LangChain. */
    private static final List<String> READ_DETAILS = List.of("cached_tokens", "cache_read");

    /** OpenAI and OpenRouter; LiteLLM; LangChain; DashScope. */
    private static final List<String> WRITTEN_DETAILS =
            List.of("cache_write_tokens", "cache_creation_tokens", "cache_creation", "cache_creation_input_tokens");

    private static final List<String> ANTHROPIC = List.of("cache_read_input_tokens", "cache_creation_input_tokens");
    private static final List<String> BEDROCK_READ = List.of("cacheReadInputTokens", "cacheReadInputTokenCount");
    private static final List<String> BEDROCK_WRITTEN = List.of("cacheWriteInputTokens", "cacheWriteInputTokenCount");

    /** What was not in the cache; it is the rest of the prompt. */
    private static final Set<String> MISSES = Set.of("prompt_cache_miss_tokens");

    /** The counts that are parts of the prompt by the meaning of their names. */
    static CacheCounts inPrompt(JsonNode usage) {
        long read = agreed(usage, READ);
        long written = 0;
        for (String details : DETAILS) {
            read = agreed(details, read, agreed(usage.path(details), READ_DETAILS));
            written = agreed(details, written, agreed(usage.path(details), WRITTEN_DETAILS));
        }
        return new CacheCounts(read, written);
    }

    /** The counts as Anthropic names them; Anthropic counts them beside the input, those who pass them on may not. */
    static CacheCounts anthropic(JsonNode usage) {
        long written = UsageCount.of(usage, "cache_creation_input_tokens");
        if (!usage.hasNonNull("cache_creation_input_tokens")) {
            JsonNode lifetimes = usage.path("cache_creation");
            written = Math.addExact(
                    UsageCount.of(lifetimes, "ephemeral_5m_input_tokens"),
                    UsageCount.of(lifetimes, "ephemeral_1h_input_tokens"));
        }
        return new CacheCounts(UsageCount.of(usage, "cache_read_input_tokens"), written);
    }

    /** The counts of Bedrock's Converse, which are beside the input. */
    static CacheCounts bedrock(JsonNode usage) {
        return new CacheCounts(agreed(usage, BEDROCK_READ), agreed(usage, BEDROCK_WRITTEN));
    }

    /**
     * Refuses an answer with a count of cached tokens under a name that is not known here: reading it as 0 would bill what was cached in
     * full.
     */
    static void requireKnown(JsonNode usage) {
        requireKnown(usage, List.of(READ, ANTHROPIC, BEDROCK_READ, BEDROCK_WRITTEN));
        for (String details : DETAILS) {
            requireKnown(usage.path(details), List.of(READ_DETAILS, WRITTEN_DETAILS));
        }
    }

    private static void requireKnown(JsonNode counts, List<List<String>> known) {
        for (Map.Entry<String, JsonNode> field : counts.properties()) {
            String name = field.getKey();
            String word = name.toLowerCase(Locale.ROOT);
            if (word.contains("cach")
                    && word.contains("token")
                    && field.getValue().asDouble() > 0
                    && !MISSES.contains(name)
                    && known.stream().noneMatch(names -> names.contains(name))) {
                throw new IllegalArgumentException(name + " is a count of cached tokens of unknown meaning");
            }
        }
    }

    boolean none() {
        return read == 0 && written == 0;
    }

    long sum() {
        return Math.addExact(read, written);
    }

    /** Both together, where they are two tellings of the same. */
    CacheCounts agreedWith(CacheCounts other) {
        return new CacheCounts(
                agreed("tokens out of the cache", read, other.read), agreed("tokens into it", written, other.written));
    }

    private static long agreed(JsonNode counts, List<String> names) {
        long agreed = 0;
        for (String name : names) {
            agreed = agreed(name, agreed, UsageCount.of(counts, name));
        }
        return agreed;
    }

    private static long agreed(String what, long one, long other) {
        if (one != 0 && other != 0 && one != other) {
            throw new IllegalArgumentException(what + " are " + one + " and " + other + " in one answer");
        }
        return Math.max(one, other);
    }
}
