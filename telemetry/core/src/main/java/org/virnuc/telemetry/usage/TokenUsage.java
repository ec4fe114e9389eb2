package org.virnuc.telemetry.usage;

/**
 * The tokens of one call, in one meaning for all providers.
 *
 * @param shape which kind of answer they were read from
 * @param prompt all tokens read, those out of and into a cache among them
 * @param completion all tokens generated, those of reasoning among them
 * @param cached those of the prompt that came out of the provider's cache
 * @param cacheWritten those of the prompt that were put into it; only some providers say
 */
public record TokenUsage(Shape shape, long prompt, long completion, long cached, long cacheWritten) {
    public TokenUsage {
        if (prompt < 0 || completion < 0 || cached < 0 || cacheWritten < 0) {
            throw new IllegalArgumentException("tokens are never negative");
        }
        if (cached > prompt || cacheWritten > prompt - cached) {
            throw new IllegalArgumentException(
                    cached + " cached and " + cacheWritten + " written tokens are more than the prompt's " + prompt);
        }
    }

    /** The answers that are known, and how their fields are counted. */
    public enum Shape {
        /**
         * {@code prompt_tokens, completion_tokens}: cached tokens are in the prompt, reasoning is in the completion. Where {@code
         * total_tokens} are more than both, as of providers that leave reasoning out of the completion, the rest is added to it.
         */
        OPENAI_CHAT,
        /** {@code input_tokens, output_tokens, total_tokens}: likewise, under other names. */
        OPENAI_RESPONSES,
        /** {@code prompt_tokens, total_tokens} without a completion, or {@code total_tokens} alone: nothing is generated. */
        EMBEDDINGS,
        /** {@code billed_units}, which is what is paid, or {@code tokens} where there are none: cached tokens are in the input. */
        COHERE,
        /**
         * {@code input_tokens, output_tokens}: tokens out of and into the cache are not in the input, and are added; so are those of {@code
         * iterations} that compact the conversation.
         */
        ANTHROPIC,
        /** {@code inputTokens, outputTokens, totalTokens} of Bedrock's Converse: as of Anthropic, and the total has them all. */
        BEDROCK,
        /** {@code promptTokenCount}: cached tokens are in it; tool prompts and thoughts stand beside, and are added. */
        GEMINI
    }

    /** Prompt and completion tokens. */
    public long total() {
        return prompt + completion;
    }
}
