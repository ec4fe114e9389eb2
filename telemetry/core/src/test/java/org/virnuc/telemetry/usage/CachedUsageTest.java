package org.virnuc.telemetry.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.virnuc.telemetry.usage.TokenUsage.Shape;

/** Tokens out of and into a provider's cache, in answers as providers and proxies give them. */
class CachedUsageTest {
    private final UsageExtractor extractor = new UsageExtractor();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    DeepSeek         | OPENAI_CHAT | 100 | 9 | 80 | 0 | {"prompt_tokens":100,"completion_tokens":9,"total_tokens":109,"prompt_cache_hit_tokens":80,"prompt_cache_miss_tokens":20}
                    DeepSeek, both   | OPENAI_CHAT | 100 | 9 | 80 | 0 | {"prompt_tokens":100,"completion_tokens":9,"total_tokens":109,"prompt_tokens_details":{"cached_tokens":80},"prompt_cache_hit_tokens":80,"prompt_cache_miss_tokens":20}
                    DeepSeek, a miss | OPENAI_CHAT | 100 | 9 | 0 | 0 | {"prompt_tokens":100,"completion_tokens":9,"total_tokens":109,"prompt_cache_hit_tokens":0,"prompt_cache_miss_tokens":100}
                    Moonshot         | OPENAI_CHAT | 100 | 9 | 80 | 0 | {"prompt_tokens":100,"completion_tokens":9,"total_tokens":109,"cached_tokens":80}
                    Mistral          | OPENAI_CHAT | 1013 | 30 | 1008 | 0 | {"prompt_tokens":1013,"total_tokens":1043,"completion_tokens":30,"num_cached_tokens":1008,"prompt_tokens_details":{"cached_tokens":1008},"prompt_token_details":{"cached_tokens":1008}}
                    vLLM             | OPENAI_CHAT | 9 | 4 | 0 | 0 | {"prompt_tokens":9,"completion_tokens":4,"total_tokens":13,"prompt_tokens_details":null}
                    OpenRouter       | OPENAI_CHAT | 25612 | 8 | 0 | 25600 | {"prompt_tokens":25612,"completion_tokens":8,"total_tokens":25620,"cost":0.03,"prompt_tokens_details":{"cached_tokens":0,"cache_write_tokens":25600,"audio_tokens":0}}
                    OpenAI, writing  | OPENAI_RESPONSES | 2600 | 300 | 2000 | 400 | {"input_tokens":2600,"output_tokens":300,"total_tokens":2900,"input_tokens_details":{"cached_tokens":2000,"cache_write_tokens":400}}
                    DashScope        | OPENAI_CHAT | 3019 | 104 | 2048 | 10 | {"prompt_tokens":3019,"completion_tokens":104,"total_tokens":3123,"prompt_tokens_details":{"cached_tokens":2048,"cache_creation_input_tokens":10,"cache_type":"ephemeral"}}
                    DashScope, own   | OPENAI_RESPONSES | 3019 | 104 | 2048 | 0 | {"input_tokens":3019,"output_tokens":104,"total_tokens":3123,"prompt_tokens_details":{"cached_tokens":2048}}
                    LangChain        | OPENAI_RESPONSES | 350 | 240 | 100 | 200 | {"input_tokens":350,"output_tokens":240,"total_tokens":590,"input_token_details":{"cache_read":100,"cache_creation":200}}
                    LiteLLM          | OPENAI_CHAT | 2459 | 23 | 2455 | 0 | {"prompt_tokens":2459,"completion_tokens":23,"total_tokens":2482,"prompt_tokens_details":{"cached_tokens":0},"cache_read_input_tokens":2455}
                    LiteLLM, Bedrock | OPENAI_CHAT | 7526 | 386 | 6 | 7502 | {"prompt_tokens":24,"completion_tokens":386,"total_tokens":7912,"prompt_tokens_details":{"cached_tokens":6},"cache_creation_input_tokens":7502,"cache_read_input_tokens":6}
                    Portkey          | OPENAI_CHAT | 10904 | 19 | 10536 | 0 | {"prompt_tokens":368,"completion_tokens":19,"total_tokens":10923,"cache_read_input_tokens":10536,"cache_creation_input_tokens":0}
                    Anthropic, total | ANTHROPIC | 1209 | 393 | 1000 | 188 | {"input_tokens":21,"output_tokens":393,"total_tokens":1602,"cache_read_input_tokens":1000,"cache_creation_input_tokens":188}
                    Bedrock, writes  | BEDROCK | 7520 | 386 | 0 | 7502 | {"cacheDetails":[{"inputTokens":7502,"ttl":"5m"}],"cacheReadInputTokenCount":0,"cacheReadInputTokens":0,"cacheWriteInputTokenCount":7502,"cacheWriteInputTokens":7502,"inputTokens":18,"outputTokens":386,"serverToolUsage":{},"totalTokens":7906}
                    Bedrock, reads   | BEDROCK | 7520 | 503 | 7502 | 0 | {"cacheReadInputTokens":7502,"cacheWriteInputTokens":0,"inputTokens":18,"outputTokens":503,"totalTokens":8023}
                    Bedrock, plain   | BEDROCK | 2053 | 148 | 0 | 0 | {"inputTokens":2053,"outputTokens":148,"totalTokens":2201}
                    """)
    void theCacheUnderTheNamesOfEachProvider(
            String provider, Shape shape, long prompt, long completion, long cached, long written, String usage) {
        TokenUsage expected = new TokenUsage(shape, prompt, completion, cached, written);
        assertThat(extractor.extract(usage)).as(provider).contains(expected);
        assertThat(extractor.extract("{\"usage\":" + usage + "}")).as(provider).contains(expected);
    }

    /** BerriAI/litellm 36168: the usage of a stream was dropped where its last event had a choice, and cached tokens were billed in full. */
    @Test
    void theLastEventOfAStreamMayHaveAChoice() {
        List<String> stream = List.of(
                "data: {\"object\":\"chat.completion.chunk\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"}}]}",
                "data: {\"object\":\"chat.completion.chunk\",\"choices\":[{\"index\":0,\"delta\":{}}],\"usage\":{\"completion_tokens\":2,"
                        + "\"prompt_tokens\":16111,\"total_tokens\":16113,\"completion_tokens_details\":{\"reasoning_tokens\":0},"
                        + "\"prompt_tokens_details\":{\"cached_tokens\":15872}}}",
                "",
                "data: [DONE]");
        assertThat(extractor.extractStream(stream)).contains(new TokenUsage(Shape.OPENAI_CHAT, 16111, 2, 15872, 0));
    }

    /** A number that no count can have is not understood. */
    @ParameterizedTest
    @ValueSource(strings = {"1e999", "1e999999999", "-1", "1.5", "9223372036854775808", "\"100\"", "[]", "true"})
    void whatIsNoCountIsUnknown(String count) {
        String usage = "{\"usage\":{\"prompt_tokens\":" + count + ",\"completion_tokens\":9}}";
        assertThat(extractor.extract(usage)).isEmpty();
        assertThat(extractor.extractStream(List.of("data: " + usage, "data: " + usage)))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // names that are not known
                "{\"prompt_tokens\":100,\"completion_tokens\":9,\"total_tokens\":109,\"cached_input_tokens\":80}",
                "{\"prompt_tokens\":100,\"completion_tokens\":9,\"prompt_tokens_details\":{\"tokens_from_cache\":80}}",
                "{\"input_tokens\":100,\"output_tokens\":9,\"cached_input_tokens\":80}",
                "{\"inputTokens\":100,\"outputTokens\":9,\"totalTokens\":109,\"cachedInputTokens\":80}",
                // two names that contradict each other
                "{\"prompt_tokens\":100,\"completion_tokens\":9,\"cached_tokens\":80,\"prompt_cache_hit_tokens\":79}",
                "{\"prompt_tokens\":100,\"completion_tokens\":9,\"total_tokens\":109,\"cache_read_input_tokens\":80,"
                        + "\"prompt_tokens_details\":{\"cached_tokens\":60}}",
                // in the prompt or beside it, nobody knows
                "{\"prompt_tokens\":100,\"completion_tokens\":9,\"cache_read_input_tokens\":80}",
                "{\"prompt_tokens\":100,\"completion_tokens\":9,\"total_tokens\":150,\"cache_read_input_tokens\":80}",
                "{\"input_tokens\":100,\"output_tokens\":9,\"total_tokens\":109,\"cache_read_input_tokens\":80}",
                "{\"input_tokens\":100,\"output_tokens\":9,\"cached_tokens\":80}",
                "{\"inputTokens\":100,\"outputTokens\":50,\"totalTokens\":150,\"cacheReadInputTokens\":80}",
                // more than the prompt, and no number
                "{\"prompt_tokens\":100,\"completion_tokens\":9,\"prompt_cache_hit_tokens\":101}",
                "{\"prompt_tokens\":100,\"completion_tokens\":9,\"prompt_cache_hit_tokens\":\"80\"}",
            })
    void whatIsNotUnderstoodIsUnknownAndNotZero(String usage) {
        assertThat(extractor.extract("{\"usage\":" + usage + "}")).isEmpty();
        assertThat(extractor.unknown()).isEqualTo(1);
    }

    @Test
    void aZeroInTheClosingEventTakesNothingBack() {
        assertThat(extractor.extractStream(List.of(
                        "data: {\"type\":\"message_start\",\"message\":{\"usage\":{\"input_tokens\":120,"
                                + "\"cache_read_input_tokens\":50,\"output_tokens\":1}}}",
                        "data: {\"type\":\"message_delta\",\"usage\":{\"input_tokens\":0,"
                                + "\"cache_read_input_tokens\":0,\"output_tokens\":9}}")))
                .contains(new TokenUsage(Shape.ANTHROPIC, 170, 9, 50, 0));
        assertThat(extractor.extractStream(List.of(
                        "data: {\"usage\":{\"prompt_tokens\":100,\"completion_tokens\":1,\"total_tokens\":101,"
                                + "\"prompt_tokens_details\":{\"cached_tokens\":64}}}",
                        "data: {\"usage\":{\"prompt_tokens\":100,\"completion_tokens\":7,\"total_tokens\":107,"
                                + "\"prompt_tokens_details\":{\"cached_tokens\":0}}}",
                        "data: {\"usage\":{\"prompt_tokens\":100,\"completion_tokens\":7,\"total_tokens\":107,"
                                + "\"prompt_tokens_details\":null}}")))
                .as("nor one in an object inside")
                .contains(new TokenUsage(Shape.OPENAI_CHAT, 100, 7, 64, 0));
    }

    @Test
    void streamsOfBedrockAndGroqTellTheirUsageInAFieldOfTheirOwn() {
        assertThat(extractor.extractStream(List.of(
                        "{\"messageStart\":{\"role\":\"assistant\"}}",
                        "{\"metadata\":{\"usage\":{\"inputTokens\":18,\"outputTokens\":503,\"totalTokens\":8023,"
                                + "\"cacheReadInputTokens\":7502},\"metrics\":{\"latencyMs\":900}}}")))
                .contains(new TokenUsage(Shape.BEDROCK, 7520, 503, 7502, 0));
        assertThat(extractor.extractStream(
                        List.of("data: {\"choices\":[],\"x_groq\":{\"id\":\"r\",\"usage\":{\"queue_time\":0.03,"
                                + "\"prompt_tokens\":18,\"completion_tokens\":5,\"total_tokens\":23}}}")))
                .contains(new TokenUsage(Shape.OPENAI_CHAT, 18, 5, 0, 0));
    }
}
