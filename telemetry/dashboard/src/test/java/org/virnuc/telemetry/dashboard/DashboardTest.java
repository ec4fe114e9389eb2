package org.virnuc.telemetry.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.virnuc.telemetry.ManualClock;
import org.virnuc.telemetry.PipelineTelemetry;
import org.virnuc.telemetry.RunInfo;
import org.virnuc.telemetry.RunStatus;
import org.virnuc.telemetry.StageSpan;
import org.virnuc.telemetry.history.Attempt;
import org.virnuc.telemetry.history.Origin;
import org.virnuc.telemetry.history.RunFilter;
import org.virnuc.telemetry.history.RunHistory;
import org.virnuc.telemetry.history.RunSearch;
import org.virnuc.telemetry.report.JsonReport;

/** The server as browsers and other programs meet it. */
class DashboardTest extends ServedRuns {
    private static final ObjectMapper JSON = new ObjectMapper();

    DashboardTest(@TempDir Path folder) throws IOException {
        super(folder);
    }

    private List<String> ids(String query) throws IOException, InterruptedException {
        List<String> ids = new ArrayList<>();
        for (JsonNode run : JSON.readTree(page("api/v1/runs" + query)).path("runs")) {
            ids.add(run.path("run_id").asText());
        }
        return ids;
    }

    @Test
    void theNewestRunIsShownUnlessAnotherIsPicked() throws Exception {
        assertThat(page(".")).contains("<h2 id=\"run-title\">b</h2>").doesNotContain("newer run");
        assertThat(page("?run=run-1"))
                .contains("<h2 id=\"run-title\">a</h2>", "<a href=\".\">1 newer run</a>")
                .doesNotContain("<h2 id=\"run-title\">b</h2>");
        assertThat(page("?run=gone")).contains("There is no run gone. It may have been pruned.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'' | run-2,run-1",
                "?status=done | run-1",
                "?status=done&status=failed | run-2,run-1",
                "?q=FIRST | run-1",
                "?q=a.virnuc%20first | run-1",
                "?q=first%20second | ''",
                "?sort=started&up=1 | run-1,run-2",
                "?sort=status | run-2,run-1",
                "?n=1 | run-2",
                "?from=1 | run-1",
                "?since=2026-11-01T10:00:30Z | run-2",
                "?until=2026-11-01T10:00:30Z | run-1",
                "?version=0.1.0&host=nowhere | ''",
                "?min_cost=1 | ''",
                "?n=x&from=-3&sort=nothing&since=yesterday | run-2,run-1"
            })
    void searchesAndSorts(String query, String expected) throws Exception {
        String plain = query.replace("'", "");
        assertThat(String.join(",", ids(plain))).isEqualTo(expected.replace("'", ""));
    }

    @Test
    void attemptsOfADirectoryAreFolded() throws Exception {
        record("run-3", "a.virnuc", "first again", START.plusSeconds(120), RunStatus.DONE);
        assertThat(ids("")).containsExactly("run-3", "run-2");
        assertThat(ids("?attempts=all")).containsExactly("run-3", "run-2", "run-1");
        assertThat(page(".")).contains("2 attempts", "Attempts in this directory");
    }

    @Test
    void totalsAreThoseOfWhatIsFiltered() throws Exception {
        JsonNode totals = JSON.readTree(page("api/v1/runs?status=failed&n=1")).path("totals");
        assertThat(totals.path("runs").asInt()).isEqualTo(1);
        assertThat(totals.path("wall_seconds").asDouble()).isEqualTo(2);
        assertThat(totals.path("statuses").path("failed").asInt()).isEqualTo(1);
        assertThat(totals.path("statuses").path("done").asInt()).isZero();
    }

    @Test
    void oneRunHasItsWholeReport() throws Exception {
        JsonNode run = JSON.readTree(page("api/v1/runs/run-1"));
        assertThat(run.path("status").asText()).isEqualTo("done");
        assertThat(run.path("report").path("stages").get(0).path("id").asText()).isEqualTo("cooking");
        assertThat(get("api/v1/runs/other").statusCode()).isEqualTo(404);
    }

    @Test
    void textOfRunsIsNeverMarkup() throws Exception {
        record("run-9", EVIL.replace("/", "|") + ".virnuc", EVIL, START.plusSeconds(300), RunStatus.FAILED);
        for (String path :
                List.of(".", "?q=" + "%3Cscript%3E", "compare?run=run-9&run=run-1", "trends?q=%3Cscript%3E")) {
            assertThat(page(path)).doesNotContain("<script>alert", "\u202e");
        }
        assertThat(page(".")).contains("&lt;script&gt;alert(1)");
    }

    @Test
    @Timeout(60)
    void aRunThatAppearsIsToldAtOnce() throws Exception {
        HttpResponse<InputStream> events = client.send(
                HttpRequest.newBuilder(dashboard.address().resolve("events")).build(), BodyHandlers.ofInputStream());
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(events.body(), StandardCharsets.UTF_8))) {
            String before = next(lines);
            record("run-3", "c.virnuc", "third", START.plusSeconds(180), RunStatus.DONE);
            assertThat(next(lines)).isNotEqualTo(before);
        }
        assertThat(page(".")).contains("<h2 id=\"run-title\">c</h2>");
    }

    /** Returns the number of the next change. */
    private static String next(BufferedReader lines) throws IOException {
        String line = lines.readLine();
        while (!line.equals("event: change")) {
            line = lines.readLine();
        }
        return lines.readLine();
    }

    @Test
    void aRunThatWritesItsReportIsShownWithIt() throws Exception {
        ManualClock clock = new ManualClock();
        clock.jumpTo(Instant.now());
        PipelineTelemetry telemetry = PipelineTelemetry.builder(new RunInfo("run-8", "now", "0.1.0", Map.of()))
                .clock(clock)
                .start();
        StageSpan cooking = telemetry.startStage("cooking", 10);
        clock.advanceSeconds(4);
        cooking.progress(5);
        Path directory = Files.createDirectories(folder.resolve("now.virnuc"));
        Files.writeString(directory.resolve("telemetry.json"), JsonReport.render(telemetry.snapshot()));
        try (RunHistory history = RunHistory.open(file)) {
            history.record(Attempt.of(telemetry.snapshot(), Origin.here(directory)));
        }
        assertThat(page("."))
                .contains(
                        "<span class=\"status running\">running</span>",
                        "<progress max=\"1\" value=\"0.5\"",
                        "0:04 left");
        assertThat(ids("?status=running")).containsExactly("run-8");
    }

    @Test
    void aRunWhoseProcessIsGoneIsCrashedEverywhere() throws Exception {
        try (RunHistory history = RunHistory.open(file)) {
            Origin here = Origin.here(folder.resolve("dead.virnuc"));
            Origin gone = new Origin(here.directory(), here.host(), here.pid(), Instant.ofEpochMilli(1));
            history.record(
                    Attempt.begun(new RunInfo("run-7", "dead", "0.1.0", Map.of()), gone, START.plusSeconds(600)));
        }
        assertThat(ids("?status=running")).isEmpty();
        assertThat(ids("?status=crashed")).containsExactly("run-7");
        assertThat(page("."))
                .contains("<span class=\"status crashed\">crashed</span>")
                .doesNotContain("status running");
        assertThat(page("trends")).contains("crashed").doesNotContain("running:");
    }

    @Test
    void aHistoryThatIsDeletedIsEmptyAndComesBack() throws Exception {
        assertThat(ids("")).hasSize(2);
        for (String suffix : List.of("", "-wal", "-shm")) {
            Files.deleteIfExists(Path.of(file + suffix));
        }
        assertThat(ids("")).isEmpty();
        assertThat(page(".")).contains("No run was recorded yet.");
        record("run-5", "e.virnuc", "again", START, RunStatus.DONE);
        assertThat(ids("")).containsExactly("run-5");
    }

    @Test
    void itReadsAndNeverWrites() throws Exception {
        byte[] before = Files.readAllBytes(file);
        for (String path :
                List.of(".", "trends", "compare?run=run-1&run=run-2", "runs.csv", "api/v1/runs", "api/v1/runs/run-1")) {
            page(path);
        }
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
    }

    @Test
    void aDamagedHistoryIsNamed() throws Exception {
        Path damaged = Files.writeString(
                folder.resolve("damaged.db"), "this is no database, but long enough to be one".repeat(50));
        try (Dashboard other =
                Dashboard.start(DashboardOptions.builder().history(damaged).build())) {
            String body = client.send(HttpRequest.newBuilder(other.address()).build(), BodyHandlers.ofString())
                    .body();
            assertThat(body).contains("role=\"alert\"", "damaged.db");
        }
    }

    @Test
    void directoriesAreShownBesideTheHistory() throws Exception {
        Path results = folder.resolve("results");
        Path directory = Files.createDirectories(results.resolve("d.virnuc"));
        Files.writeString(
                directory.resolve("telemetry.json"),
                JsonReport.render(report("run-6", "sixth", START.plusSeconds(30), RunStatus.DONE)));
        Files.writeString(Files.createDirectories(results.resolve("other")).resolve("telemetry.json"), "{}");
        dashboard.close();
        dashboard = Dashboard.start(DashboardOptions.builder()
                .history(file)
                .directories(List.of(results))
                .build());
        assertThat(ids("")).containsExactly("run-2", "run-6", "run-1");
        assertThat(JSON.readTree(page("api/v1/runs"))
                        .path("totals")
                        .path("runs")
                        .asInt())
                .isEqualTo(3);
        assertThat(page("?run=run-6")).contains("<h2 id=\"run-title\">d</h2>", "cooking");
        record("run-6", "results/d.virnuc", "sixth", START.plusSeconds(30), RunStatus.DONE);
        assertThat(ids("")).containsExactly("run-2", "run-6", "run-1");
    }

    @Test
    void comparesSideBySide() throws Exception {
        assertThat(page("compare?run=run-1&run=run-2&run=gone"))
                .contains(
                        "There is no run gone.",
                        "<th scope=\"row\">cooking</th><td>2.0 s</td>",
                        "Settings that differ",
                        "first",
                        "second");
        assertThat(page("compare?run=run-1")).contains("Tick two to ten runs");
    }

    @Test
    void csvHasTheRunsThatMatchAndTheirDays() throws Exception {
        record("run-4", "d.virnuc", "fourth", START.plusSeconds(400), RunStatus.FAILED);
        assertThat(page("runs.csv").lines().toList())
                .hasSize(4)
                .first()
                .asString()
                .startsWith("run_id,previous_run_id,status");
        assertThat(page("runs.csv?q=fourth")).contains("run-4,").doesNotContain("run-1,");
        assertThat(page("days.csv").lines())
                .containsExactly("day,runs,not_done,wall_seconds,tokens,currency,cost", "2026-11-01,3,2,6.0,0,,");
    }

    @Test
    void aFrozenPageNeedsNoServer() {
        DashboardOptions options = DashboardOptions.builder().history(file).build();
        try (FrozenRuns frozen = new FrozenRuns(options, RunFilter.ALL)) {
            assertThat(frozen.runs()).isEqualTo(2);
            assertThat(frozen.html())
                    .contains("run-1", "run-2", "cooking", "default-src 'none'")
                    .doesNotContain("<script", "href=\"file/", "href=\"app.css\"");
            assertThat(frozen.json()).contains("\"run_id\":\"run-1\"", "\"stages\"");
        }
    }

    @Test
    void costsOfDifferentCurrenciesAreNotAdded() {
        RunSearch.Totals one = new RunSearch.Totals(1, 1, 1, 1, Map.of("USD", new BigDecimal("0.10")), Map.of());
        RunSearch.Totals other = new RunSearch.Totals(
                1, 1, 1, 1, Map.of("USD", new BigDecimal("0.20"), "EUR", new BigDecimal("1")), Map.of());
        assertThat(RunsPage.totals(one.plus(other))).isEqualTo("2 runs · 2.0 s · 2 tokens · 1 EUR · 0.3 USD");
    }
}
