package org.virnuc.telemetry.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.virnuc.telemetry.ManualClock;
import org.virnuc.telemetry.PipelineTelemetry;
import org.virnuc.telemetry.RunStatus;
import org.virnuc.telemetry.SampleRuns;

@Timeout(60)
class MetricsEndpointTest {
    private final ManualClock clock = new ManualClock();
    private final RunMetrics metrics = new RunMetrics(clock);
    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void scrapesSeeTheRunGoOn() throws IOException, InterruptedException {
        try (MetricsEndpoint endpoint = MetricsEndpoint.open(0, metrics);
                PipelineTelemetry telemetry = SampleRuns.telemetry("run-1", clock, metrics)) {
            HttpResponse<String> first = get(endpoint.uri());
            assertThat(first.statusCode()).isEqualTo(200);
            assertThat(first.headers().firstValue("Content-Type")).hasValue(PrometheusText.CONTENT_TYPE);
            assertThat(first.body()).isEqualTo(metrics.render()).contains("virnuc_run_status{status=\"running\"} 1");
            telemetry.finish(RunStatus.FAILED, null);
            assertThat(get(endpoint.uri()).body()).contains("virnuc_run_status{status=\"failed\"} 1");
        }
    }

    @Test
    void beforeTheRunThereIsNothingToSee() throws IOException, InterruptedException {
        try (MetricsEndpoint endpoint = MetricsEndpoint.open(0, metrics)) {
            assertThat(get(endpoint.uri()).statusCode()).isEqualTo(200);
            assertThat(get(endpoint.uri()).body()).isEmpty();
        }
    }

    @Test
    void halfSentRequestsHoldUpNobody() throws IOException, InterruptedException {
        try (MetricsEndpoint endpoint = MetricsEndpoint.open(0, metrics);
                Socket one = halfSent(endpoint);
                Socket other = halfSent(endpoint)) {
            assertThat(get(endpoint.uri()).statusCode()).isEqualTo(200);
            assertThat(one.isConnected() && other.isConnected()).isTrue();
        }
    }

    /** More than there are threads; the first are cut off after ten seconds. */
    @Test
    void evenManyOfThemAreCutOff() throws IOException, InterruptedException {
        List<Socket> clients = new ArrayList<>();
        try (MetricsEndpoint endpoint = MetricsEndpoint.open(0, metrics)) {
            for (int i = 0; i < 20; i++) {
                clients.add(halfSent(endpoint));
            }
            assertThat(get(endpoint.uri()).statusCode()).isEqualTo(200);
        } finally {
            for (Socket socket : clients) {
                socket.close();
            }
        }
    }

    private static Socket halfSent(MetricsEndpoint endpoint) throws IOException {
        Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), endpoint.uri().getPort());
        socket.getOutputStream().write("GET /metrics HTT".getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
        return socket;
    }

    @Test
    void otherPathsAndMethods() throws IOException, InterruptedException {
        try (MetricsEndpoint endpoint = MetricsEndpoint.open(0, metrics)) {
            SampleRuns.telemetry("run-1", clock, metrics);
            assertThat(get(endpoint.uri().resolve("/other")).statusCode()).isEqualTo(404);
            HttpRequest post = HttpRequest.newBuilder(endpoint.uri())
                    .POST(BodyPublishers.ofString("x"))
                    .build();
            assertThat(client.send(post, BodyHandlers.ofString()).statusCode()).isEqualTo(405);
            HttpRequest head = HttpRequest.newBuilder(endpoint.uri())
                    .method("HEAD", BodyPublishers.noBody())
                    .build();
            assertThat(client.send(head, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void answersOnLoopbackOnly() throws IOException {
        try (MetricsEndpoint endpoint = MetricsEndpoint.open(0, metrics)) {
            assertThat(endpoint.uri().getHost()).isEqualTo("127.0.0.1");
        }
    }

    @Test
    void takenPortIsAnErrorOfTheCaller() throws IOException {
        try (MetricsEndpoint first = MetricsEndpoint.open(0, metrics)) {
            assertThatThrownBy(() -> MetricsEndpoint.open(first.uri().getPort(), metrics))
                    .isInstanceOf(BindException.class);
        }
    }

    /** A scraper that asks and never reads holds up no event of the run, and closing does not wait for it. */
    @Test
    void scraperThatHangsHoldsUpNothing() throws IOException {
        MetricsEndpoint endpoint = MetricsEndpoint.open(0, metrics);
        URI uri = endpoint.uri();
        try (Socket hanging = new Socket(InetAddress.getLoopbackAddress(), uri.getPort())) {
            hanging.getOutputStream().write("GET /metrics HTTP/1.1\r\nHost: a".getBytes(StandardCharsets.US_ASCII));
            hanging.getOutputStream().flush();
            PipelineTelemetry telemetry = SampleRuns.telemetry("run-1", clock, metrics);
            for (int i = 0; i < 1_000; i++) {
                telemetry.startStage("stage-" + i % 5, 1);
            }
            telemetry.finish(RunStatus.DONE, null);
            endpoint.close();
        }
        assertThat(metrics.render()).contains("virnuc_run_status{status=\"done\"} 1");
        assertThatThrownBy(() -> get(uri)).isInstanceOf(ConnectException.class);
    }

    private HttpResponse<String> get(URI uri) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }
}
