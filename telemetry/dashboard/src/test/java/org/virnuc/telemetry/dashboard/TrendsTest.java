package org.virnuc.telemetry.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.virnuc.telemetry.GpuRuns;
import org.virnuc.telemetry.ManualClock;
import org.virnuc.telemetry.PipelineTelemetry;
import org.virnuc.telemetry.PricedRuns;
import org.virnuc.telemetry.RunInfo;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.RunStatus;
import org.virnuc.telemetry.SampleRuns;
import org.virnuc.telemetry.StageReport;
import org.virnuc.telemetry.history.Attempt;
import org.virnuc.telemetry.history.Origin;
import org.virnuc.telemetry.history.RunHistory;
import org.virnuc.telemetry.report.JsonReport;

/** What the page "Over time" shows. The reports are made by the telemetry library. */
class TrendsTest extends ServedRuns {
    TrendsTest(@TempDir Path folder) throws IOException {
        super(folder);
    }

    private void add(RunReport report) {
        try (RunHistory history = RunHistory.open(file)) {
            history.record(Attempt.of(report, Origin.here(folder.resolve(report.runId() + ".virnuc"))));
        }
    }

    /** A run with a cost of 0.11 USD that took 100 s, with counts of its own. One of its stages was done already. */
    private static RunReport resumed(long bases, long records) {
        ManualClock clock = new ManualClock();
        clock.jumpTo(START.plusSeconds(100));
        return PricedRuns.complete(clock).finish(RunStatus.DONE, null).toBuilder()
                .quantities(Map.of("bases", bases, "records_of_it", records))
                .build();
    }

    /** The same run without that stage. */
    private static RunReport priced(long bases, long records) {
        RunReport resumed = resumed(bases, records);
        return resumed.toBuilder()
                .stages(resumed.stages().stream().filter(StageReport::executed).toList())
                .build();
    }

    private static BigDecimal cost(RunReport run) {
        return Objects.requireNonNull(run.totals().cost());
    }

    @Test
    void timeAndCostForAMillionAreDrawnByDay() throws Exception {
        RunReport run = priced(4_000_000, 1_000);
        add(run);
        double cost = cost(run).doubleValue();
        assertThat(run.wallSeconds()).isEqualTo(100);
        assertThat(cost).isBetween(0.11, 0.12);
        assertThat(page("trends"))
                .contains("<figcaption>Seconds per million bases</figcaption>")
                .contains("<title>2026-11-01 seconds: 25</title>")
                .contains("<figcaption>Cost per million bases in USD</figcaption>")
                .contains("<title>2026-11-01 cost: %.3f</title>".formatted(cost / 4))
                .contains("<option value=\"\">bases</option><option value=\"records_of_it\">records of it</option>")
                .doesNotContain("per million records of it</figcaption>");
        assertThat(page("trends?per=records_of_it"))
                .contains("<figcaption>Seconds per million records of it</figcaption>")
                .contains("<title>2026-11-01 seconds: 100,000</title>")
                .contains("<option value=\"records_of_it\" selected>")
                .doesNotContain("per million bases</figcaption>");
        assertThat(page("trends?per=nothing")).contains("<figcaption>Seconds per million bases</figcaption>");
    }

    @Test
    void aDayIsTheQuotientOfItsSums() throws Exception {
        add(GpuRuns.measured("gpu-1", START));
        add(GpuRuns.cpu("cpu-1", START).toBuilder()
                .quantities(Map.of("bases", 1_000_000L))
                .wallSeconds(380)
                .build());
        assertThat(page("trends"))
                .as("500 s of 5 million bases, and the joules of one of the runs")
                .contains("<title>2026-11-01 seconds: 100</title>")
                .contains("<figcaption>Joules of GPUs per million bases</figcaption>")
                .contains("<title>2026-11-01 joules: 4,750</title>");
    }

    @Test
    void runsThatDidAPartOfTheWorkAreLeftOut() throws Exception {
        add(resumed(4_000_000, 1_000));
        assertThat(page("trends"))
                .contains("<th scope=\"col\">cost per million bases</th>")
                .doesNotContain("per million bases</figcaption>");
        add(GpuRuns.cpu("merge", START));
        assertThat(page("trends")).as("other runs had the models").doesNotContain("per million bases</figcaption>");
        add(priced(1_000_000, 1_000));
        assertThat(page("trends")).contains("<title>2026-11-01 seconds: 100</title>");
    }

    @Test
    void whatACrashedRunCostIsInTotalsAndDays() throws Exception {
        RunReport ended = priced(4_000_000, 1_000);
        RunReport left = RunReport.builder(
                        RunInfo.of("run-7").command("dead").version("1"), RunStatus.RUNNING, ended.startedAt())
                .wallSeconds(ended.wallSeconds())
                .totals(ended.totals())
                .build();
        Path directory = Files.createDirectories(folder.resolve("dead.virnuc"));
        Files.writeString(directory.resolve("telemetry.json"), JsonReport.render(left));
        try (RunHistory history = RunHistory.open(file)) {
            Origin here = Origin.here(directory);
            Origin gone = new Origin(here.directory(), here.host(), here.pid(), Instant.ofEpochMilli(1));
            history.record(Attempt.begun(RunInfo.of("run-7").command("dead").version("1"), gone, ended.startedAt()));
        }
        JsonNode all = new ObjectMapper().readTree(page("api/v1/runs?q=dead"));
        String cost = cost(ended).toPlainString();
        assertThat(all.path("runs").get(0).path("status").asText()).isEqualTo("crashed");
        assertThat(all.path("runs").get(0).path("cost").asText()).isEqualTo(cost);
        assertThat(all.path("totals").path("costs").path("USD").asText()).isEqualTo(cost);
        assertThat(all.path("totals").path("wall_seconds").asDouble()).isEqualTo(100);
        assertThat(all.path("totals").path("tokens").asLong())
                .isEqualTo(ended.totals().tokens())
                .isPositive();
        assertThat(page("days.csv?q=dead").lines().skip(1))
                .containsExactly("2026-11-01,1,1,100.0," + ended.totals().tokens() + ",USD," + cost);
        assertThat(page("trends?q=dead")).contains("Cost per day in USD", "<title>2026-11-01 gpt: 0.01</title>");
    }

    @Test
    @Timeout(60)
    void runsOfDirectoriesBesideAHistoryAreCounted() throws Exception {
        ManualClock clock = new ManualClock();
        clock.jumpTo(START.plus(Duration.ofDays(1)));
        try (PipelineTelemetry telemetry = SampleRuns.telemetry("run-9", clock)) {
            clock.advanceSeconds(30);
            Files.writeString(
                    Files.createDirectories(folder.resolve("results/else.virnuc"))
                            .resolve("telemetry.json"),
                    JsonReport.render(telemetry.finish(RunStatus.DONE, null)));
        }
        dashboard.close();
        dashboard = Dashboard.start(DashboardOptions.builder()
                .history(file)
                .directories(List.of(folder.resolve("results")))
                .build());
        assertThat(page("days.csv").lines().skip(1))
                .containsExactly("2026-11-01,2,1,4.0,0,,", "2026-11-02,1,0,30.0,0,,");
    }
}
