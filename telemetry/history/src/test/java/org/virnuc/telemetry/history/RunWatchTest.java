package org.virnuc.telemetry.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.virnuc.telemetry.history.SampleAttempts.START;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnuc.telemetry.EstimateReport;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.report.JsonReport;

/** What is said of runs that are on. */
class RunWatchTest {
    @Test
    void fromBeginningToEnd(@TempDir Path folder) throws IOException {
        try (RunHistory history = RunHistory.open(folder.resolve("history.db"))) {
            RunWatch watch = new RunWatch(history);
            assertThat(watch.running()).isEmpty();
            Origin origin = Origin.here(folder.resolve("out"));
            history.record(SampleAttempts.begun("run-1", START, origin));
            Attempt running = watch.running().get(0);
            assertThat(watch.line(running, START.plusSeconds(72)))
                    .isEqualTo("run-1  1:12  no stage done yet  " + folder.resolve("out"));
            Files.createDirectory(folder.resolve("out"));
            Files.writeString(
                    folder.resolve("out").resolve("telemetry.json"),
                    JsonReport.render(SampleAttempts.running("run-1", START, "m")));
            running = watch.running().get(0);
            assertThat(watch.line(running, START.plusSeconds(72)))
                    .isEqualTo("run-1  1:12  stage 2: esm-2 35 %  1,000 tokens  " + folder.resolve("out"));
            assertThat(watch.line(running, START.plusSeconds(4)))
                    .startsWith("run-1  0:04  stage 2: esm-2 35 %  0:03 left  1,000 tokens  ");
            history.record(Attempt.of(SampleAttempts.report("run-1", START, "m"), origin));
            assertThat(watch.running()).isEmpty();
            assertThat(RunWatch.ended(new RunList(history).find("run-1")))
                    .isEqualTo("run-1  done after 3.0 s  " + folder.resolve("out"));
        }
    }

    @Test
    void anEstimateSaysWhatIsLeftOfTheRun(@TempDir Path folder) {
        try (RunHistory history = RunHistory.open(folder.resolve("history.db"))) {
            RunReport report = SampleAttempts.running("run-1", START, "m").toBuilder()
                    .estimate(new EstimateReport(
                            START,
                            EstimateReport.Figure.expected(50, 60, 90),
                            EstimateReport.Figure.expected(1, 2, 3),
                            null,
                            null))
                    .totals(RunReport.totals(Map.of()).withCosts(new BigDecimal("0.0125"), "USD", Map.of()))
                    .build();
            Attempt attempt = Attempt.of(report, SampleAttempts.origin("out"))
                    .described(new RunDescription("demo.fna", null, RunDescription.Label.NONE));
            RunWatch watch = new RunWatch(history);
            assertThat(watch.line(attempt, START.plusSeconds(15)))
                    .isEqualTo("run-1  0:15  stage 2: esm-2 35 %  0:45 left  0.0125 USD  0 tokens"
                            + "  demo.fna  /runs/out");
            assertThat(watch.line(attempt, START.plusSeconds(61))).doesNotContain("left");
        }
    }

    @Test
    void aSheetSaysHowManySamplesAreDone(@TempDir Path folder) {
        try (RunHistory history = RunHistory.open(folder.resolve("history.db"))) {
            Attempt sheet = SampleAttempts.begun("sheet", START, Origin.here(folder));
            history.record(sheet);
            RunDescription sample = new RunDescription("s.fq", "sheet", RunDescription.Label.NONE);
            history.record(SampleAttempts.done("s1", START, "s1").described(sample));
            history.record(SampleAttempts.begun("s2", START, Origin.here(folder.resolve("s2")))
                    .described(sample));
            assertThat(new RunWatch(history).line(sheet, START.plusSeconds(5)))
                    .isEqualTo("sheet  0:05  1 sample done, 1 on  " + folder);
        }
    }
}
