package org.virnuc.telemetry.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.virnuc.telemetry.EventClass;
import org.virnuc.telemetry.GuardrailHit;
import org.virnuc.telemetry.ManualClock;
import org.virnuc.telemetry.OriginalStage;
import org.virnuc.telemetry.PipelineTelemetry;
import org.virnuc.telemetry.PricedRuns;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.RunStatus;
import org.virnuc.telemetry.SampleRuns;
import org.virnuc.telemetry.Severity;
import org.virnuc.telemetry.StageFigures;
import org.virnuc.telemetry.history.Attempt;
import org.virnuc.telemetry.history.Origin;
import org.virnuc.telemetry.history.RunDescription;
import org.virnuc.telemetry.history.RunHistory;
import org.virnuc.telemetry.report.JsonReport;
import org.virnuc.telemetry.report.MarkdownReport;

/** What the list says of each run, and what the page of one run shows. */
class RunDetailsTest extends ServedRuns {
    private static final ObjectMapper JSON = new ObjectMapper();

    RunDetailsTest(@TempDir Path folder) throws IOException {
        super(folder);
    }

    private void add(RunReport report, String directory, RunDescription about) {
        try (RunHistory history = RunHistory.open(file)) {
            history.record(
                    Attempt.of(report, Origin.here(folder.resolve(directory))).described(about));
        }
    }

    /** Two samples of 2 s each, and the run of their sheet, whose figures are their sums. */
    private void sheet() {
        add(
                report("plate-1", "predict", START.plusSeconds(200), RunStatus.DONE),
                "plate.virnuc",
                new RunDescription("plate.csv (2 samples)", null, RunDescription.Label.NONE));
        for (String sample : List.of("soil", "lake")) {
            add(
                    report("plate-1-" + sample, "predict", START.plusSeconds(201), RunStatus.DONE),
                    "plate.virnuc/" + sample,
                    new RunDescription(sample + ".fna", "plate-1", label(sample)));
        }
    }

    private static RunDescription.Label label(String name, String... tags) {
        return new RunDescription.Label(name, List.of(tags), null);
    }

    private List<String> ids(String query) throws IOException, InterruptedException {
        List<String> ids = new ArrayList<>();
        JSON.readTree(page("api/v1/runs" + query))
                .path("runs")
                .forEach(run -> ids.add(run.path("run_id").asText()));
        return ids;
    }

    @Test
    void samplesOfASheetAreOneRow() throws Exception {
        sheet();
        assertThat(ids("")).containsExactly("plate-1", "run-2", "run-1");
        assertThat(ids("?samples=all")).hasSize(5).contains("plate-1-soil", "plate-1-lake");
        assertThat(ids("?q=soil")).containsExactly("plate-1-soil");
        assertThat(page("."))
                .contains(
                        "<span>2 samples</span>",
                        "<h3 id=\"samples\">Samples</h3>",
                        "<a href=\".?run=plate-1-soil\">soil</a>");
        assertThat(page("?run=plate-1-soil")).contains("Sample of <a href=\".?run=plate-1\">plate-1</a>");
    }

    @Test
    void figuresOfSamplesAreNotAddedToThoseOfTheirSheet() throws Exception {
        sheet();
        JsonNode totals = JSON.readTree(page("api/v1/runs?samples=all")).path("totals");
        assertThat(totals.path("runs").asInt()).isEqualTo(5);
        assertThat(totals.path("wall_seconds").asDouble()).isEqualTo(6);
        assertThat(JSON.readTree(page("api/v1/runs?q=soil"))
                        .path("totals")
                        .path("wall_seconds")
                        .asDouble())
                .isEqualTo(2);
        assertThat(page("days.csv?attempts=all&samples=all").lines().skip(1)).containsExactly("2026-11-01,3,1,6.0,0,,");
    }

    @Test
    @Timeout(60)
    void namesTagsAndInputsAreShownAndSearched() throws Exception {
        add(
                report("run-5", "predict", START.plusSeconds(90), RunStatus.DONE),
                "e.virnuc",
                new RunDescription(
                        "reads.fq", null, new RunDescription.Label("pilot", List.of("soil", "2026"), "look")));
        assertThat(page("."))
                .contains(
                        ">pilot</a>",
                        "<span class=\"input\">reads.fq</span><span class=\"tag\">soil</span><span"
                                + " class=\"tag\">2026</span>",
                        "<span>look</span>");
        while (!page(".").contains("<option value=\"soil\">soil</option>")) {
            Thread.onSpinWait(); // values to choose from are looked for now and then
        }
        assertThat(ids("?tag=soil")).containsExactly("run-5");
        assertThat(ids("?tag=soil&tag=2026")).containsExactly("run-5");
        assertThat(ids("?tag=soi")).isEmpty();
        assertThat(ids("?q=pilot+reads.fq+look")).containsExactly("run-5");
    }

    @Test
    void theOutcomeIsAColumnAndAnOrder() throws Exception {
        add(SampleRuns.complete(), "c.virnuc", RunDescription.NONE);
        assertThat(page("?attempts=all&q=c.virnuc")).contains(">5 virus, 8 no open frame</span></td>");
        assertThat(page(".")).contains(">it &lt;script&gt;");
        assertThat(ids("?sort=outcome")).startsWith("run-1");
        assertThat(ids("?sort=outcome&up=1")).endsWith("run-1");
    }

    @Test
    void theNewestRunIsShownInWhateverOrderTheListIs() throws Exception {
        assertThat(page("?sort=directory&up=1")).contains("<h2 id=\"run-title\">b</h2>");
        assertThat(page("?from=1")).contains("<h2 id=\"run-title\">b</h2>");
    }

    @Test
    void hitsHaveTheirFirstExamplesAndEventsTheirClass() throws Exception {
        ManualClock clock = new ManualClock();
        clock.jumpTo(START.plusSeconds(100));
        PipelineTelemetry telemetry = SampleRuns.telemetry("run-6", clock);
        clock.advanceSeconds(1.5);
        telemetry.event(EventClass.DATA, Severity.WARNING, "read " + EVIL, Map.of());
        telemetry.guardrail(
                null, new GuardrailHit("duplicate-ids", "2 ids occur twice", 2, 8L, List.of("contig-7", EVIL)));
        add(telemetry.finish(RunStatus.DONE, null), "f.virnuc", RunDescription.NONE);
        assertThat(page("."))
                .contains(
                        "<td>duplicate-ids</td><td class=\"what\">2 ids occur twice</td><td class=\"number\">2 of 8"
                                + " (25.0 %)</td><td class=\"what\">contig-7, &lt;script&gt;",
                        "<td>1.5 s</td><td><span class=\"severity warning\">warning</span></td><td>data</td>")
                .doesNotContain("<script>alert");
    }

    @Test
    void aSkippedStageSaysWhatItTookInWhichRun() throws Exception {
        ManualClock clock = new ManualClock();
        clock.jumpTo(START.plusSeconds(100));
        PipelineTelemetry telemetry = SampleRuns.telemetry("run-6", clock);
        telemetry.skipStage(
                "spooling",
                "checkpoint",
                new OriginalStage("run-1", 2.8, new BigDecimal("0.25")),
                StageFigures.of(1, 1));
        add(telemetry.finish(RunStatus.DONE, null), "f.virnuc", RunDescription.NONE);
        assertThat(page("."))
                .contains("<li class=\"chip skipped\"><strong>spooling</strong> <span>was 2.8 s, run"
                        + " <a href=\".?run=run-1\">run-1</a></span>");
    }

    @Test
    void devicesStandBelowTheStages() throws Exception {
        ManualClock clock = new ManualClock();
        clock.jumpTo(START.plusSeconds(100));
        RunReport report = PricedRuns.complete(clock).finish(RunStatus.DONE, null);
        add(report, "g.virnuc", RunDescription.NONE);
        assertThat(page("."))
                .contains(
                        "<title>esm-2: 60.0 s from 20.0 s</title>",
                        "<title>cuda:0 for esm-2: busy 66.7 % of the time</title>",
                        "<tr><th scope=\"row\">cuda:0</th><td>esm-2</td><td class=\"number\">1</td><td"
                                + " class=\"number\">10</td>",
                        "<tr><th scope=\"row\">remote</th><td>naming</td><td class=\"number\">2</td>");
    }

    @Test
    void aTraceSaysWhenDevicesComputed() throws Exception {
        ManualClock clock = new ManualClock();
        clock.jumpTo(START.plusSeconds(100));
        RunReport report = PricedRuns.complete(clock).finish(RunStatus.DONE, null);
        add(report, "g.virnuc", RunDescription.NONE);
        String call = "{\"at\":\"%s\",\"run_id\":\"%s\",\"stage\":\"esm-2\",\"device\":\"cuda:0\",\"seconds\":%d}%n";
        Files.writeString(
                Files.createDirectories(folder.resolve("g.virnuc")).resolve("calls.jsonl"),
                call.formatted(report.startedAt().plusSeconds(40), "run-9", 10)
                        + call.formatted(report.startedAt().plusSeconds(45), "run-9", 8)
                        + call.formatted(report.startedAt().plusSeconds(70), "run-9", 5)
                        + call.formatted(report.startedAt().plusSeconds(90), "another", 5)
                        + "{\"at\":\"20");
        assertThat(page("."))
                .contains(
                        "<title>cuda:0 computed for 15.0 s from 30.0 s</title>",
                        "<title>cuda:0 computed for 5.0 s from 65.0 s</title>")
                .doesNotContain("from 85.0 s");
    }

    @Test
    void metricsOfStagesAreSideBySide() throws Exception {
        add(SampleRuns.complete(), "c.virnuc", RunDescription.NONE);
        assertThat(page("?q=c.virnuc"))
                .contains(
                        "<tr><th scope=\"row\">Bases per second</th><td>30,000</td></tr>",
                        "<tr><th scope=\"row\">Duplicates saved</th><td class=\"number\">120</td></tr>",
                        "<td class=\"number\">117.0 MB<svg");
    }

    @Test
    void theReportIsAPageAndComesFromTheHistoryWhereTheFolderIsGone() throws Exception {
        RunReport report = report("run-6", "predict | " + EVIL, START.plusSeconds(100), RunStatus.FAILED);
        add(report, "f.virnuc", RunDescription.NONE);
        assertThat(page("."))
                .contains(
                        "<a href=\"report/run-6\">telemetry.md</a>",
                        "from the history",
                        "<li class=\"gone\">report.html</li>",
                        "The directory is gone");
        assertThat(page("file/run-6/telemetry.md")).isEqualTo(MarkdownReport.render(report));
        assertThat(page("file/run-6/telemetry.json")).isEqualTo(JsonReport.render(report));
        assertThat(page("report/run-6"))
                .contains(
                        "<h1>Run run-6: failed</h1>",
                        "<th scope=\"row\">Command</th><td>predict | &lt;script&gt;",
                        "href=\"../app.css\"",
                        "<th scope=\"row\">cooking</th><td>failed</td>".replace("failed", "done"))
                .doesNotContain("<script>alert");
        Files.writeString(
                Files.createDirectories(folder.resolve("f.virnuc")).resolve("telemetry.md"),
                "# Another\n\n1. one\n2. two\n\n- a\n\n| A | B |\n|---|---:|\n| x \\| y | 1 |\n");
        assertThat(page("report/run-6"))
                .contains(
                        "<h1>Another</h1><ol><li>one</li><li>two</li></ol><ul><li>a</li></ul>",
                        "<th scope=\"row\">x | y</th><td class=\"number\">1</td>");
        assertThat(get("report/none").statusCode()).isEqualTo(404);
    }

    @Test
    void costsAreGroupedByModelTagOrFolder() throws Exception {
        ManualClock clock = new ManualClock();
        clock.jumpTo(START.plusSeconds(100));
        add(
                PricedRuns.complete(clock).finish(RunStatus.DONE, null),
                "project/g.virnuc",
                new RunDescription(null, null, label("g", "soil", "2026")));
        assertThat(page("trends")).contains("Cost per day in USD", "<title>2026-11-01 gpt: 0.01</title>");
        assertThat(page("trends?by=tag")).contains("<title>2026-11-01 soil, 2026: 0.11</title>");
        assertThat(page("trends?by=project"))
                .contains("<title>2026-11-01 " + folder.resolve("project") + ": 0.11</title>");
    }

    @Test
    void aRunWithoutTelemetryIsKnownByItsDirectoryAndNothingOfItIsZero() throws Exception {
        Path directory = Files.createDirectories(folder.resolve("results/off.virnuc"));
        Files.writeString(
                directory.resolve("run.json"),
                "{\"run_id\":\"run-7\",\"command\":\"virnuc predict x.fna --telemetry off\",\"version\":\"0.1.0\"}");
        dashboard.close();
        dashboard = Dashboard.start(DashboardOptions.builder()
                .directories(List.of(folder.resolve("results")))
                .build());
        assertThat(ids("")).as("it may still be running").isEmpty();
        Files.writeString(directory.resolve("report.html"), "<html>");
        assertThat(ids("")).containsExactly("run-7");
        assertThat(page("."))
                .contains(
                        "<h2 id=\"run-title\">off</h2>",
                        "It left no report, so nothing more is known.",
                        "virnuc predict x.fna --telemetry off",
                        "<td role=\"cell\" class=\"number none\">–</td><td role=\"cell\" class=\"number none\">–</td>",
                        "<a href=\"file/run-7/report.html\"",
                        "<li class=\"gone\">telemetry.json</li>");
    }

    @Test
    void comparesModelsAndStagesThatWereThereAlready() throws Exception {
        add(SampleRuns.complete(), "c.virnuc", RunDescription.NONE);
        add(SampleRuns.resumed(), "d.virnuc", RunDescription.NONE);
        assertThat(page("compare?run=run-1&run=run-2"))
                .contains(
                        "<th scope=\"row\">esm-2</th><td>15.0 s</td><td>was 15.0 s (1.0x), run run-1</td>",
                        "<th scope=\"row\">esm2-mini</th><td>18,500 tokens, 1,321/s</td><td>–</td>");
    }
}
