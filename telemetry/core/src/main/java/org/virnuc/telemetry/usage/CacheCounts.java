package org.virnuc.telemetry.usage;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Tokens of one call that were read from the provider's cache, and tokens that were written to it, whatever a provider
 * calls them. If an answer has several names for one count, they must agree, except that 0 counts as not stated: a
 * proxy may fill in one name and leave another at its default.
 *
 * @param read tokens read from the cache
 * @param written tokens written to the cache
 */
record CacheCounts(long read, long written) {
    private static final List<String> DETAILS =
            List.of("prompt_tokens_details", "prompt_token_details", "input_tokens_details", "input_token_details");

    /** Names at the top level: OpenAI style, used by Moonshot and Together; Mistral; DeepSeek. */
    private static final List<String> READ =
            List.of("cached_tokens", "num_cached_tokens", "prompt_cache_hit_tokens", "cachedContentTokenCount");

    /** Names in the details of the prompt: OpenAI and most others; LangChain. */
    private static final List<String> READ_DETAILS = List.of("cached_tokens", "cache_read");

    /** Names in the details of the prompt: OpenAI and OpenRouter; LiteLLM; LangChain; DashScope. */
    private static final List<String> WRITTEN_DETAILS =
            List.of("cache_write_tokens", "cache_creation_tokens", "cache_creation", "cache_creation_input_tokens");

    private static final List<String> ANTHROPIC = List.of("cache_read_input_tokens", "cache_creation_input_tokens");
    private static final List<String> BEDROCK_READ = List.of("cacheReadInputTokens", "cacheReadInputTokenCount");
    private static final List<String> BEDROCK_WRITTEN = List.of("cacheWriteInputTokens", "cacheWriteInputTokenCount");

    /** Names of counts of tokens that were not in the cache, which are the rest of the prompt. */
    private static final Set<String> MISSES = Set.of("prompt_cache_miss_tokens");

    /** Reads counts whose names imply that they are part of the prompt. */
    static CacheCounts inPrompt(JsonNode usage) {
        long read = agreed(usage, READ);
        long written = 0;
        for (String details : DETAILS) {
            read = agreed(details, read, agreed(usage.path(details), READ_DETAILS));
            written = agreed(details, written, agreed(usage.path(details), WRITTEN_DETAILS));
        }
        return new CacheCounts(read, written);
    }

    /**
     * Reads counts under Anthropic's names. Anthropic does not include them in the input tokens; services that forward
     * its answers may.
     */
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

    /** Reads the counts of Amazon Bedrock's Converse API, which are not included in the input tokens. */
    static CacheCounts bedrock(JsonNode usage) {
        return new CacheCounts(agreed(usage, BEDROCK_READ), agreed(usage, BEDROCK_WRITTEN));
    }

    /**
     * Rejects an answer that has a count of cached tokens under an unknown name. Reading it as 0 would bill cached
     * tokens at the full price.
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

    /** Combines two statements of the same counts, which must agree. */
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
