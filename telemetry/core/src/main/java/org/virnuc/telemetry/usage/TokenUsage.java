package org.virnuc.telemetry.usage;

/**
 * The token counts of one call, with the same meaning for all providers.
 *
 * @param shape the format of the answer that they were read from
 * @param prompt all tokens read, including those read from and written to a cache
 * @param completion all tokens generated, including reasoning
 * @param cached prompt tokens that came from the provider's cache
 * @param cacheWritten prompt tokens that were written to the cache; only some providers report it
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

    /** The known formats of answers, and how each of them counts. */
    public enum Shape {
        /**
         * {@code prompt_tokens, completion_tokens}: cached tokens are part of the prompt, and reasoning is part of the
         * completion. Some providers leave reasoning out of the completion; {@code total_tokens} is then larger than
         * the sum of both, and the difference is added to the completion.
         */
        OPENAI_CHAT,
        /** {@code input_tokens, output_tokens, total_tokens}: counted like {@link #OPENAI_CHAT}, under other names. */
        OPENAI_RESPONSES,
        /**
         * {@code prompt_tokens, total_tokens} without a completion, or {@code total_tokens} alone: nothing is
         * generated.
         */
        EMBEDDINGS,
        /**
         * {@code billed_units}, which is what the customer pays for, or {@code tokens} if there are none. Cached tokens
         * are part of the input.
         */
        COHERE,
        /**
         * {@code input_tokens, output_tokens}: tokens read from and written to the cache are not part of the input and
         * are added. So are the tokens of {@code iterations} that compact the conversation.
         */
        ANTHROPIC,
        /**
         * {@code inputTokens, outputTokens, totalTokens} of Amazon Bedrock's Converse API: counted like
         * {@link #ANTHROPIC}, and the total includes everything.
         */
        BEDROCK,
        /**
         * {@code promptTokenCount}: cached tokens are part of it. Tool prompts and thoughts are counted separately and
         * are added.
         */
        GEMINI
    }

    /** Returns the number of prompt and completion tokens. */
    public long total() {
        return prompt + completion;
    }
}
