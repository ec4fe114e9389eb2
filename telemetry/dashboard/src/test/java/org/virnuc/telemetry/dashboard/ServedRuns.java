package org.virnuc.telemetry.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.virnuc.telemetry.ManualClock;
import org.virnuc.telemetry.PipelineTelemetry;
import org.virnuc.telemetry.RunInfo;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.RunStatus;
import org.virnuc.telemetry.StageFigures;
import org.virnuc.telemetry.StageSpan;
import org.virnuc.telemetry.history.Attempt;
import org.virnuc.telemetry.history.Origin;
import org.virnuc.telemetry.history.RunHistory;

/** A dashboard over a history with two runs: run-1 in a.virnuc is done, run-2 in b.virnuc failed a minute later. */
abstract class ServedRuns {
    static final Instant START = Instant.parse("2026-11-01T10:00:00Z");
    static final String EVIL = "<script>alert(1)</script>\u202e&\"'";

    final HttpClient client = HttpClient.newHttpClient();
    final Path folder;
    final Path file;
    Dashboard dashboard;

    ServedRuns(Path folder) throws IOException {
        this.folder = folder;
        this.file = folder.resolve("history.db");
        this.dashboard = Dashboard.start(DashboardOptions.builder()
                .history(file)
                .command(query -> "runs of " + query.words())
                .build());
    }

    @BeforeEach
    void twoRuns() {
        record("run-1", "a.virnuc", "first", START, RunStatus.DONE);
        record("run-2", "b.virnuc", "second", START.plusSeconds(60), RunStatus.FAILED);
    }

    @AfterEach
    void stop() {
        dashboard.close();
    }

    Attempt record(String id, String directory, String command, Instant at, RunStatus status) {
        Attempt attempt = Attempt.of(report(id, command, at, status), Origin.here(folder.resolve(directory)));
        try (RunHistory history = RunHistory.open(file)) {
            history.record(attempt);
        }
        return attempt;
    }

    static RunReport report(String id, String command, Instant at, RunStatus status) {
        ManualClock clock = new ManualClock();
        clock.jumpTo(at);
        PipelineTelemetry telemetry = PipelineTelemetry.builder(
                        new RunInfo(id, command, "0.1.0", Map.of("os", "Linux")))
                .clock(clock)
                .start();
        StageSpan cooking = telemetry.startStage("cooking", 10);
        clock.advanceSeconds(2);
        telemetry.endStage(cooking, new StageFigures(10, 4, Map.of()));
        return telemetry.finish(status, status == RunStatus.DONE ? null : new IllegalStateException("it " + EVIL));
    }

    HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(dashboard.address().resolve(path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    String page(String path) throws IOException, InterruptedException {
        HttpResponse<String> answer = get(path);
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body();
    }

    /** Sends bytes as they are and returns the first line of the answer. */
    String raw(String head) throws IOException {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), dashboard.address().getPort())) {
            OutputStream out = socket.getOutputStream();
            out.write((head + "Connection: close\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            out.flush();
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                    .readLine();
        }
    }
}
