package org.virnuc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnuc.cli.Program.Ended;
import org.virnuc.engine.StageId;

/**
 * The data that a local collector receives from the packaged program, and the program's behaviour if the collector
 * fails.
 */
class OtlpIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String RESULT = "prediction_results.txt";

    private final Path folder;
    private final Path input;
    private final List<String> bodies = Collections.synchronizedList(new ArrayList<>());
    private final List<String> authorizations = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch released = new CountDownLatch(1);
    private final ExecutorService answering = Executors.newCachedThreadPool();
    private final HttpServer server;

    OtlpIT(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.input = folder.resolve("quokka.fa");
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    @BeforeEach
    void start() throws IOException {
        Files.writeString(
                input, ">a\n" + "ATGGCTTGGCATGACGAAACCCGTTTTCAGATGGCTCTGGGTAAAATTCGTGACTGGCATGAA".repeat(20) + "\n");
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
    void everySpanOfARunArrives() throws IOException, InterruptedException {
        answer(exchange -> reply(exchange, 200));
        Ended ended = predict("out", "--otlp-endpoint", endpoint());
        assertThat(ended.code()).as("%s", ended.err()).isZero();
        assertThat(ended.err()).noneMatch(line -> line.contains("did not reach"));

        JsonNode report = JSON.readTree(folder.resolve("out/telemetry.json").toFile());
        List<JsonNode> spans = spans();
        JsonNode run = named(spans, "virnuc run").get(0);
        assertThat(run.has("parentSpanId")).isFalse();
        assertThat(attributes(run))
                .containsEntry("virnuc.run_id", report.path("run_id").asText())
                .containsEntry("virnuc.status", "done");
        Map<String, JsonNode> stages = new HashMap<>();
        for (JsonNode executed : report.path("stages")) {
            String id = executed.path("id").asText();
            JsonNode stage = named(spans, id).get(0);
            assertThat(stage.path("parentSpanId")).isEqualTo(run.path("spanId"));
            stages.put(id, stage);
        }
        assertThat(stages.keySet())
                .containsAll(StageId.nine().stream().map(StageId::word).toList());
        List<JsonNode> batches = spans.stream()
                .filter(span -> attributes(span).containsKey("gen_ai.request.model"))
                .toList();
        assertThat(batches).hasSize(report.at("/totals/calls").asInt()).isNotEmpty();
        assertThat(batches.stream()
                        .mapToLong(span -> Long.parseLong(
                                Objects.requireNonNull(attributes(span).get("gen_ai.usage.input_tokens"))))
                        .sum())
                .isEqualTo(report.at("/totals/tokens").asLong());
        JsonNode dna = named(spans, "embeddings virnuc-mini/dna-encoder").get(0);
        assertThat(dna.path("parentSpanId"))
                .isEqualTo(Objects.requireNonNull(stages.get("dnabert-s")).path("spanId"));
        assertThat(spans).hasSize(1 + stages.size() + batches.size());
        assertThat(spans.stream().map(span -> span.path("spanId").asText()).distinct())
                .hasSize(spans.size());
        assertThat(spans.stream().map(span -> span.path("traceId").asText()).distinct())
                .hasSize(1);
        assertThat(authorizations).containsOnly("Bearer narwhal");
        assertThat(Files.readString(folder.resolve("out/virnuc.log"))).doesNotContain("narwhal");
    }

    @Test
    void whatTheEnvironmentNamesIsUsedAndNothingSensitiveIsSent() throws IOException, InterruptedException {
        answer(exchange -> reply(exchange, 200));
        Map<String, String> environment = Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint());
        String[] command = command("out", "--no-sensitive-logs");
        try (Program program = Program.start(folder, folder, environment, command)) {
            assertThat(program.end().code()).isZero();
        }
        assertThat(named(spans(), "virnuc run")).hasSize(1);
        assertThat(attributes(named(spans(), "virnuc run").get(0)))
                .containsEntry("virnuc.command", "virnuc predict <arguments>");
        assertThat(bodies).noneMatch(body -> body.contains("quokka") || body.contains(folder.toString()));
    }

    @Test
    void aCollectorThatIsBusyOrHangsCostsSpansNotTheRun() throws IOException, InterruptedException {
        assertThat(predict("plain").code()).isZero();
        byte[] expected = Files.readAllBytes(folder.resolve("plain").resolve(RESULT));

        answer(exchange -> {
            exchange.getResponseHeaders().set("Retry-After", "3600");
            reply(exchange, 503);
        });
        Ended busy = predict("busy", "--otlp-endpoint", endpoint());
        assertLost(busy, "busy", "HTTP 503");
        assertThat(folder.resolve("busy").resolve(RESULT)).hasBinaryContent(expected);

        server.removeContext("/v1/traces");
        answer(exchange -> {
            await();
            exchange.close();
        });
        Ended hung = predict("hung", "--otlp-endpoint", endpoint());
        assertLost(hung, "hung", "no answer in time");
        assertThat(folder.resolve("hung").resolve(RESULT)).hasBinaryContent(expected);
    }

    @Test
    void whatIsNoAddressIsAnErrorBeforeAnythingIsComputed() throws IOException, InterruptedException {
        Ended refused = predict("bad", "--otlp-endpoint", "localhost:4318");
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err())
                .containsExactly(
                        "virnuc: --otlp-endpoint: localhost:4318/v1/traces is not an http or https URL; give an"
                                + " address such as http://localhost:4318");
        assertThat(folder.resolve("bad")).doesNotExist();
    }

    /** The losses are on standard error and in the log. */
    private void assertLost(Ended ended, String out, String why) throws IOException {
        assertThat(ended.code()).as("%s", ended.err()).isZero();
        String lost = "([0-9]+) of \\1 spans did not reach " + endpoint() + "/v1/traces \\(" + why
                + "\\); the run is not affected";
        assertThat(ended.err()).anyMatch(line -> line.matches(".*" + lost));
        assertThat(Files.readAllLines(folder.resolve(out).resolve("virnuc.log")))
                .anyMatch(line -> line.matches(".*" + lost + ".*"));
    }

    private Ended predict(String out, String... more) throws IOException, InterruptedException {
        Map<String, String> environment = Map.of("OTEL_EXPORTER_OTLP_HEADERS", "Authorization=Bearer%20narwhal");
        try (Program program = Program.start(folder, folder, environment, command(out, more))) {
            return program.end();
        }
    }

    private String[] command(String out, String... more) {
        List<String> command =
                List.of("predict", input.toString(), "-o", folder.resolve(out).toString());
        return Stream.concat(command.stream(), Stream.of(more)).toArray(String[]::new);
    }

    private String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private interface Answer {
        void to(HttpExchange exchange) throws IOException;
    }

    private void answer(Answer answer) {
        server.createContext("/v1/traces", exchange -> {
            bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            authorizations.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
            answer.to(exchange);
        });
    }

    private static void reply(HttpExchange exchange, int status) throws IOException {
        exchange.sendResponseHeaders(status, 2);
        exchange.getResponseBody().write("{}".getBytes(StandardCharsets.UTF_8));
        exchange.close();
    }

    private void await() {
        try {
            released.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<JsonNode> spans() throws IOException {
        List<JsonNode> spans = new ArrayList<>();
        for (String body : bodies) {
            JSON.readTree(body).at("/resourceSpans/0/scopeSpans/0/spans").forEach(spans::add);
        }
        return spans;
    }

    private static List<JsonNode> named(List<JsonNode> spans, String name) {
        return spans.stream()
                .filter(span -> span.path("name").asText().equals(name))
                .toList();
    }

    private static Map<String, String> attributes(JsonNode span) {
        Map<String, String> attributes = new HashMap<>();
        span.path("attributes")
                .forEach(one -> attributes.put(
                        one.path("key").asText(),
                        one.path("value").elements().next().asText()));
        return attributes;
    }
}
