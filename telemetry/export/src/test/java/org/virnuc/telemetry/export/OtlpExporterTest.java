package org.virnuc.telemetry.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.virnuc.telemetry.EventClass;
import org.virnuc.telemetry.ManualClock;
import org.virnuc.telemetry.ModelCall;
import org.virnuc.telemetry.PipelineTelemetry;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.RunStatus;
import org.virnuc.telemetry.SampleRuns;
import org.virnuc.telemetry.Severity;
import org.virnuc.telemetry.StageFigures;
import org.virnuc.telemetry.StageSpan;

/** Against a real HTTP server on loopback that behaves and misbehaves as collectors do. */
@Timeout(120)
class OtlpExporterTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration SHORT = Duration.ofMillis(300);

    private final ManualClock clock = new ManualClock();
    private final List<JsonNode> requests = new ArrayList<>();
    private final List<String> authorizations = new ArrayList<>();
    private final CountDownLatch released = new CountDownLatch(1);
    private final ExecutorService answering = Executors.newCachedThreadPool();

    @SuppressWarnings("NullAway.Init")
    private HttpServer server;

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(answering);
        server.start();
    }

    @AfterEach
    void stop() {
        released.countDown();
        server.stop(0);
        answering.shutdownNow();
    }

    @Test
    void spansOfRunStagesAndBatches() {
        answer(exchange -> reply(exchange, 200, "{}"));
        OtlpExporter exporter = OtlpExporter.open(target(), LONG);
        run(exporter);
        exporter.close();
        assertThat(exporter.delivered()).isEqualTo(exporter.made()).isEqualTo(5);

        Map<String, JsonNode> spans = spans();
        JsonNode run = Objects.requireNonNull(spans.get("virnuc run"));
        JsonNode stage = Objects.requireNonNull(spans.get("esm-2"));
        JsonNode call = Objects.requireNonNull(spans.get("embeddings esm2-mini"));
        JsonNode paid = Objects.requireNonNull(spans.get("chat gpt-x"));
        assertThat(run.has("parentSpanId")).isFalse();
        assertThat(stage.path("parentSpanId")).isEqualTo(run.path("spanId"));
        assertThat(call.path("parentSpanId")).isEqualTo(stage.path("spanId"));
        assertThat(List.of(run, stage, call, paid)).allSatisfy(span -> {
            assertThat(span.path("traceId").asText())
                    .matches("[0-9a-f]{32}")
                    .isEqualTo(run.path("traceId").asText());
            assertThat(span.path("spanId").asText()).matches("[0-9a-f]{16}");
        });
        assertThat(nanos(stage, "endTimeUnixNano") - nanos(stage, "startTimeUnixNano"))
                .isEqualTo(15_000_000_000L);
        assertThat(nanos(call, "endTimeUnixNano") - nanos(call, "startTimeUnixNano"))
                .isEqualTo(7_000_000_000L);
        assertThat(List.of(
                        run.path("kind").asInt(),
                        call.path("kind").asInt(),
                        paid.path("kind").asInt()))
                .containsExactly(1, 1, 3);
        assertThat(attributes(call.path("attributes")))
                .containsEntry("gen_ai.operation.name", "embeddings")
                .containsEntry("gen_ai.provider.name", "local")
                .containsEntry("gen_ai.request.model", "esm2-mini")
                .containsEntry("gen_ai.usage.input_tokens", "9000")
                .containsEntry("virnuc.device", "cpu");
        assertThat(attributes(paid.path("attributes")))
                .containsEntry("gen_ai.usage.output_tokens", "4")
                .containsEntry("gen_ai.usage.cache_read.input_tokens", "3")
                .containsEntry("gen_ai.response.id", "req_1")
                .containsEntry("virnuc.cost", "0.10");
        assertThat(attributes(run.path("attributes")))
                .containsEntry("virnuc.run_id", "run-1")
                .containsEntry("virnuc.status", "failed")
                .containsEntry("virnuc.outcome.records", "13")
                .containsEntry("error.type", "internal");
        assertThat(run.path("status").path("code").asInt()).isEqualTo(2);
        assertThat(run.path("status").path("message").asText()).isEqualTo("gone");
        assertThat(run.path("events").findValuesAsText("name")).containsExactly("virnuc.guardrail");
        assertThat(attributes(requests.get(0).at("/resourceSpans/0/resource/attributes")))
                .containsEntry("service.name", "virnuc")
                .containsEntry("service.version", "0.1.0")
                .containsEntry("deployment.environment.name", "lab");
        assertThat(authorizations).containsOnly("Bearer abc");
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 502, 503, 504})
    void askedToComeAgainItDoes(int status) {
        List<Integer> answers = new ArrayList<>(List.of(status, status, 200));
        answer(exchange -> {
            exchange.getResponseHeaders().set("Retry-After", "0");
            reply(exchange, answers.remove(0), "busy");
        });
        OtlpExporter exporter = OtlpExporter.open(target(), LONG);
        run(exporter);
        exporter.close();
        assertThat(exporter.delivered()).isEqualTo(exporter.made());
        assertThat(answers).isEmpty();
    }

    @Test
    void longerThanTheBudgetItDoesNotWait() {
        answer(exchange -> {
            exchange.getResponseHeaders().set("Retry-After", "3600");
            reply(exchange, 503, "later");
        });
        assertEverythingIsLost(LONG, 1);
    }

    @Test
    void refusedForGoodItIsNotSentAgain() {
        answer(exchange -> reply(exchange, 400, "no"));
        assertEverythingIsLost(LONG, 1);
    }

    @Test
    void noneListens() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        OtlpTarget gone = OtlpTarget.find("http://127.0.0.1:" + port, Map.of()).orElseThrow();
        OtlpExporter exporter = OtlpExporter.open(gone, SHORT);
        RunReport report = run(exporter);
        exporter.close();
        assertThat(exporter.delivered()).isZero();
        assertThat(exporter.made()).isEqualTo(5);
        assertThat(report.telemetryLosses()).isZero();
    }

    @Test
    void connectionsThatBreak() {
        answer(HttpExchange::close);
        assertEverythingIsLost(SHORT, -1);
    }

    /** The server never answers: the run goes on, memory is bounded, what is over is dropped, and the end waits for the budget only. */
    @Test
    void hangingCollectorLosesSpansNotTheRun() {
        answer(exchange -> {
            await();
            exchange.close();
        });
        OtlpExporter exporter = OtlpExporter.open(target(), SHORT);
        PipelineTelemetry telemetry = SampleRuns.telemetry("run-1", clock, exporter);
        StageSpan span = telemetry.startStage("esm-2", 1, "frames");
        for (int i = 0; i < 5 * OtlpExporter.BUFFER_SPANS; i++) {
            span.call(SampleRuns.call("cpu", 1, 0));
        }
        telemetry.endStage(span, StageFigures.of(1, 1));
        RunReport report = telemetry.finish(RunStatus.DONE, null);
        exporter.close();
        assertThat(report.totals().calls()).isEqualTo(5L * OtlpExporter.BUFFER_SPANS);
        assertThat(exporter.delivered()).isZero();
        // What the exporter's queue of events has no room for is lost before it is a span, and the report counts it.
        assertThat(exporter.made() + report.telemetryLosses()).isEqualTo(5L * OtlpExporter.BUFFER_SPANS + 2);
    }

    @Test
    void spansThatTheCollectorRejectsAreNotDelivered() {
        answer(exchange ->
                reply(exchange, 200, "{\"partialSuccess\":{\"rejectedSpans\":\"2\",\"errorMessage\":\"old\"}}"));
        OtlpExporter exporter = OtlpExporter.open(target(), LONG);
        run(exporter);
        exporter.close();
        assertThat(exporter.made() - exporter.delivered()).isEqualTo(2L * requests.size());
    }

    private void assertEverythingIsLost(Duration budget, int asked) {
        OtlpExporter exporter = OtlpExporter.open(target(), budget);
        RunReport report = run(exporter);
        exporter.close();
        assertThat(exporter.delivered()).isZero();
        assertThat(exporter.made()).isEqualTo(5);
        assertThat(report.telemetryLosses()).isZero();
        if (asked >= 0) {
            synchronized (requests) {
                assertThat(requests).hasSize(asked);
            }
        }
    }

    private RunReport run(OtlpExporter exporter) {
        PipelineTelemetry telemetry = SampleRuns.telemetry("run-1", clock, exporter);
        SampleRuns.stage(telemetry, clock, "chunking", 2, StageFigures.of(13, 40));
        StageSpan span = telemetry.startStage("esm-2", 1_200, "frames");
        clock.advanceSeconds(15);
        span.call(SampleRuns.call("cpu", 9_000, 1_000));
        span.call(ModelCall.of("gpt-x")
                .provider("openai")
                .device("remote")
                .precision("unknown")
                .promptTokens(10)
                .completionTokens(4)
                .cachedTokens(3)
                .items(1)
                .requestId("req_1")
                .cost(new BigDecimal("0.10"))
                .took(5));
        telemetry.endStage(span, StageFigures.of(1_200, 1_200));
        telemetry.event(EventClass.GUARDRAIL, Severity.WARNING, "2 ids occur twice", Map.of());
        telemetry.outcome("records", 13);
        return telemetry.finish(RunStatus.FAILED, new IllegalStateException("gone"));
    }

    private OtlpTarget target() {
        String endpoint = "http://127.0.0.1:" + server.getAddress().getPort();
        Map<String, String> environment = Map.of(
                "OTEL_EXPORTER_OTLP_HEADERS", "Authorization=Bearer%20abc",
                "OTEL_RESOURCE_ATTRIBUTES", "deployment.environment.name=lab");
        return OtlpTarget.find(endpoint, environment).orElseThrow();
    }

    private interface Answer {
        void to(HttpExchange exchange) throws IOException;
    }

    private void answer(Answer answer) {
        server.createContext("/v1/traces", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            synchronized (requests) {
                requests.add(new ObjectMapper().readTree(body));
                authorizations.add(exchange.getRequestHeaders().getFirst("Authorization"));
            }
            answer.to(exchange);
        });
    }

    private static void reply(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private void await() {
        try {
            released.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Map<String, JsonNode> spans() {
        Map<String, JsonNode> spans = new HashMap<>();
        for (JsonNode request : requests) {
            request.at("/resourceSpans/0/scopeSpans/0/spans")
                    .forEach(span -> spans.put(span.path("name").asText(), span));
        }
        return spans;
    }

    private static Map<String, String> attributes(JsonNode list) {
        Map<String, String> attributes = new HashMap<>();
        list.forEach(one -> attributes.put(
                one.path("key").asText(), one.path("value").elements().next().asText()));
        return attributes;
    }

    private static long nanos(JsonNode span, String field) {
        return Long.parseLong(span.path(field).asText());
    }
}
