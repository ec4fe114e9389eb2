package org.virnuc.telemetry.usage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.virnuc.telemetry.usage.TokenUsage.Shape;

/** The shapes are those of the providers' documentation. */
class UsageExtractorTest {
    private static final String CHAT =
            """
            {"id":"chatcmpl-1","object":"chat.completion","choices":[{"index":0}],"usage":{"prompt_tokens":2006,
             "completion_tokens":300,"total_tokens":2306,"prompt_tokens_details":{"cached_tokens":1920,"audio_tokens":0},
             "completion_tokens_details":{"reasoning_tokens":64,"accepted_prediction_tokens":0}}}""";

    private final UsageExtractor extractor = new UsageExtractor();

    @Test
    void openAiChat() {
        assertThat(extractor.extract(CHAT)).contains(new TokenUsage(Shape.OPENAI_CHAT, 2006, 300, 1920, 0));
    }

    @Test
    void openAiResponses() {
        assertThat(
                        extractor.extract(
                                """
                        {"id":"resp_1","object":"response","usage":{"input_tokens":328,"input_tokens_details":
                         {"cached_tokens":128},"output_tokens":52,"output_tokens_details":{"reasoning_tokens":20},
                         "total_tokens":380}}"""))
                .contains(new TokenUsage(Shape.OPENAI_RESPONSES, 328, 52, 128, 0));
    }

    @Test
    void embeddings() {
        assertThat(extractor.extract(
                        "{\"object\":\"list\",\"data\":[],\"usage\":{\"prompt_tokens\":8,\"total_tokens\":8}}"))
                .contains(new TokenUsage(Shape.EMBEDDINGS, 8, 0, 0, 0));
    }

    /** As xAI and Gemini's compatible endpoint answer. */
    @Test
    void reasoningThatOnlyTheTotalHasIsGenerated() {
        assertThat(extractor.extract(
                        "{\"usage\":{\"prompt_tokens\":758,\"completion_tokens\":102,\"total_tokens\":1725}}"))
                .contains(new TokenUsage(Shape.OPENAI_CHAT, 758, 967, 0, 0));
    }

    @Test
    void openAiRealtimeSaysTokenDetails() {
        assertThat(
                        extractor.extract(
                                "{\"type\":\"response.done\",\"response\":{\"usage\":{\"total_tokens\":253,"
                                        + "\"input_tokens\":132,\"output_tokens\":121,\"input_token_details\":{\"cached_tokens\":64}}}}"))
                .contains(new TokenUsage(Shape.OPENAI_RESPONSES, 132, 121, 64, 0));
    }

    @Test
    void embeddingsOfOthers() {
        assertThat(extractor.extract("{\"object\":\"list\",\"model\":\"voyage-3\",\"usage\":{\"total_tokens\":10}}"))
                .contains(new TokenUsage(Shape.EMBEDDINGS, 10, 0, 0, 0));
        assertThat(extractor.extract("{\"model\":\"mistral-embed\",\"usage\":{\"prompt_tokens\":15,"
                        + "\"completion_tokens\":0,\"total_tokens\":15}}"))
                .contains(new TokenUsage(Shape.OPENAI_CHAT, 15, 0, 0, 0));
        assertThat(extractor.extract("{\"embeddings\":{},\"meta\":{\"api_version\":{\"version\":\"2\"},"
                        + "\"billed_units\":{\"input_tokens\":2}}}"))
                .contains(new TokenUsage(Shape.COHERE, 2, 0, 0, 0));
    }

    @Test
    void cohereIsCountedAsItIsBilled() {
        String usage = "{\"billed_units\":{\"input_tokens\":5,\"output_tokens\":418.0},\"tokens\":{\"input_tokens\":71,"
                + "\"output_tokens\":418},\"cached_tokens\":64}";
        TokenUsage billed = new TokenUsage(Shape.COHERE, 5, 418, 5, 0);
        assertThat(extractor.extract("{\"finish_reason\":\"COMPLETE\",\"usage\":" + usage + "}"))
                .contains(billed);
        assertThat(extractor.extract(usage)).contains(billed);
        assertThat(extractor.extract("{\"usage\":{\"tokens\":{\"input_tokens\":71,\"output_tokens\":4}}}"))
                .contains(new TokenUsage(Shape.COHERE, 71, 4, 0, 0));
        assertThat(extractor.extractStream(List.of(
                        "{\"type\":\"content-delta\",\"delta\":{\"message\":{}}}",
                        "{\"type\":\"message-end\",\"delta\":{\"usage\":" + usage + "}}")))
                .contains(billed);
    }

    @Test
    void anthropicWritesAndCompactions() {
        assertThat(extractor.extract("{\"usage\":{\"input_tokens\":10,\"output_tokens\":5,"
                        + "\"cache_creation\":{\"ephemeral_5m_input_tokens\":100,\"ephemeral_1h_input_tokens\":30}}}"))
                .contains(new TokenUsage(Shape.ANTHROPIC, 140, 5, 0, 130));
        assertThat(extractor.extract("{\"usage\":{\"input_tokens\":10,\"output_tokens\":5,"
                        + "\"cache_creation_input_tokens\":130,\"cache_read_input_tokens\":0,\"cache_creation\":"
                        + "{\"ephemeral_5m_input_tokens\":100,\"ephemeral_1h_input_tokens\":30},"
                        + "\"server_tool_use\":{\"web_search_requests\":1},\"service_tier\":\"batch\"}}"))
                .as("lifetimes are parts of what was written")
                .contains(new TokenUsage(Shape.ANTHROPIC, 140, 5, 0, 130));
        assertThat(extractor.extract("{\"usage\":{\"input_tokens\":23000,\"output_tokens\":1000,\"iterations\":["
                        + "{\"type\":\"compaction\",\"input_tokens\":180000,\"output_tokens\":3500,"
                        + "\"cache_read_input_tokens\":500},"
                        + "{\"type\":\"message\",\"input_tokens\":23000,\"output_tokens\":1000}]}}"))
                .contains(new TokenUsage(Shape.ANTHROPIC, 203500, 4500, 500, 0));
    }

    @Test
    void anthropicCountsItsCacheBesideTheInput() {
        assertThat(
                        extractor.extract(
                                """
                        {"type":"message","usage":{"input_tokens":21,"cache_creation_input_tokens":188,
                         "cache_read_input_tokens":1000,"cache_creation":{"ephemeral_5m_input_tokens":188},
                         "output_tokens":393,"service_tier":"standard"}}"""))
                .contains(new TokenUsage(Shape.ANTHROPIC, 1209, 393, 1000, 188));
        assertThat(extractor.extract("{\"input_tokens\":10,\"output_tokens\":5,\"cache_read_input_tokens\":null}"))
                .contains(new TokenUsage(Shape.ANTHROPIC, 10, 5, 0, 0));
    }

    @Test
    void geminiCountsThoughtsAndToolPromptsBeside() {
        assertThat(
                        extractor.extract(
                                """
                        {"candidates":[],"usageMetadata":{"promptTokenCount":100,"cachedContentTokenCount":40,
                         "candidatesTokenCount":30,"thoughtsTokenCount":12,"toolUsePromptTokenCount":8,
                         "totalTokenCount":150}}"""))
                .contains(new TokenUsage(Shape.GEMINI, 108, 42, 40, 0));
        assertThat(extractor.extract("{\"promptTokenCount\":7,\"totalTokenCount\":7}"))
                .as("what is 0 is left out")
                .contains(new TokenUsage(Shape.GEMINI, 7, 0, 0, 0));
    }

    @Test
    void geminiLiveCallsTheCandidatesAResponse() {
        assertThat(extractor.extract("{\"usageMetadata\":{\"promptTokenCount\":100,\"responseTokenCount\":50,"
                        + "\"thoughtsTokenCount\":5,\"totalTokenCount\":155}}"))
                .contains(new TokenUsage(Shape.GEMINI, 100, 55, 0, 0));
    }

    @Test
    void fromATreeAndFromAMap() throws IOException {
        TokenUsage expected = new TokenUsage(Shape.OPENAI_CHAT, 2006, 300, 1920, 0);
        assertThat(extractor.extract(new JsonMapper().readTree(CHAT))).contains(expected);
        Map<String, Object> map = Map.of(
                "prompt_tokens",
                2006,
                "completion_tokens",
                300L,
                "prompt_tokens_details",
                Map.of("cached_tokens", 1920));
        assertThat(extractor.extract(map)).contains(expected);
        assertThat(extractor.extract(Map.of("usage", map))).contains(expected);
        assertThat(extractor.known()).isEqualTo(3);
    }

    @Test
    void streamsOfOpenAi() {
        assertThat(extractor.extractStream(List.of(
                        "data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}],\"usage\":null}",
                        "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":4,\"total_tokens\":13}}",
                        "data: [DONE]")))
                .contains(new TokenUsage(Shape.OPENAI_CHAT, 9, 4, 0, 0));
        assertThat(extractor.extractStream(List.of(
                        "{\"type\":\"response.created\",\"response\":{\"usage\":null}}",
                        "{\"type\":\"response.completed\",\"response\":{\"usage\":{\"input_tokens\":3,\"output_tokens\":5,"
                                + "\"total_tokens\":8}}}")))
                .contains(new TokenUsage(Shape.OPENAI_RESPONSES, 3, 5, 0, 0));
    }

    @Test
    void streamsOfAnthropicTellTheInputFirstAndTheOutputLast() {
        assertThat(extractor.extractStream(List.of(
                        "{\"type\":\"message_start\",\"message\":{\"usage\":{\"input_tokens\":25,"
                                + "\"cache_read_input_tokens\":75,\"output_tokens\":1}}}",
                        "{\"type\":\"content_block_delta\",\"delta\":{\"text\":\"x\"}}",
                        "{\"type\":\"message_delta\",\"usage\":{\"output_tokens\":9}}",
                        "{\"type\":\"message_delta\",\"usage\":{\"output_tokens\":15}}")))
                .contains(new TokenUsage(Shape.ANTHROPIC, 100, 15, 75, 0));
        assertThat(extractor.extractStream(List.of(
                        "event: message_start",
                        "data: {\"type\":\"message_start\",\"message\":{\"usage\":{\"input_tokens\":2679,"
                                + "\"cache_creation_input_tokens\":0,\"cache_read_input_tokens\":0,\"output_tokens\":3}}}",
                        "",
                        "data: {\"type\":\"message_delta\",\"usage\":{\"input_tokens\":10682,"
                                + "\"cache_creation_input_tokens\":0,\"cache_read_input_tokens\":0,\"output_tokens\":510,"
                                + "\"server_tool_use\":{\"web_search_requests\":1}}}")))
                .as("the input grows by what a tool of the server has found")
                .contains(new TokenUsage(Shape.ANTHROPIC, 10682, 510, 0, 0));
    }

    @Test
    void streamsOfGemini() {
        assertThat(
                        extractor.extractStream(
                                List.of(
                                        "{\"usageMetadata\":{\"promptTokenCount\":10,\"totalTokenCount\":10}}",
                                        "{\"usageMetadata\":{\"promptTokenCount\":10,\"candidatesTokenCount\":6,\"totalTokenCount\":16}}")))
                .contains(new TokenUsage(Shape.GEMINI, 10, 6, 0, 0));
    }

    @Test
    void theEndOfAnAnthropicStreamAloneIsNotTheWhole() {
        unknown(extractor.extract("{\"type\":\"message_delta\",\"usage\":{\"output_tokens\":15}}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "not json",
                "{",
                "null",
                "[]",
                "17",
                "{}",
                "{\"usage\":null}",
                "{\"usage\":{}}",
                "{\"usage\":{\"tokens\":5}}",
                "{\"usage\":{\"inputTokens\":5,\"outputTokens\":6}}",
                "{\"usage\":{\"prompt_tokens\":5}}",
                "{\"usage\":{\"total_tokens\":null}}",
                "{\"usage\":{\"prompt_tokens\":null,\"completion_tokens\":null,\"total_tokens\":null}}",
                "{\"usage\":{\"prompt_tokens\":null,\"completion_tokens\":5,\"total_tokens\":9}}",
                "{\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":null}}",
                "{\"usage\":{\"input_tokens\":null,\"output_tokens\":null}}",
                "{\"usage\":{\"input_tokens\":5,\"output_tokens\":null,\"total_tokens\":null}}",
                "{\"usage\":{\"inputTokens\":null,\"outputTokens\":null,\"totalTokens\":null}}",
                "{\"usageMetadata\":{\"promptTokenCount\":null,\"candidatesTokenCount\":null}}",
                "{\"meta\":{\"billed_units\":{\"input_tokens\":null,\"output_tokens\":5}}}",
                "{\"usage\":{\"output_tokens\":5,\"total_tokens\":9}}",
                "{\"meta\":{\"api_version\":{\"version\":\"1\"}}}",
                "{\"results\":[],\"meta\":{\"billed_units\":{\"search_units\":1}}}",
                "{\"usage\":{\"prompt_tokens\":\"5\",\"completion_tokens\":1}}",
                "{\"usage\":{\"prompt_tokens\":-5,\"completion_tokens\":1}}",
                "{\"usage\":{\"prompt_tokens\":5.5,\"completion_tokens\":1}}",
                "{\"usage\":{\"prompt_tokens\":99999999999999999999,\"completion_tokens\":1}}",
                "{\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":1,\"prompt_tokens_details\":{\"cached_tokens\":6}}}",
                "{\"usage\":{\"input_tokens\":9223372036854775807,\"cache_read_input_tokens\":1,\"output_tokens\":1}}",
            })
    void whatIsNotUnderstoodIsUnknownAndNotZero(String json) {
        unknown(extractor.extract(json));
    }

    @Test
    void aStreamWithoutUsageIsUnknown() {
        unknown(extractor.extractStream(List.of("{\"choices\":[]}", "[DONE]")));
        assertThat(extractor.extract(Map.of("usage", new Object()))).isEmpty();
    }

    private void unknown(Optional<TokenUsage> usage) {
        assertThat(usage).isEmpty();
        assertThat(extractor.unknown()).isEqualTo(1);
        assertThat(extractor.known()).isZero();
    }
}
