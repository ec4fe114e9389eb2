package org.virnuc.telemetry.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.virnuc.telemetry.history.SampleAttempts.START;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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
            assertThat(RunWatch.line(running, START.plusSeconds(72)))
                    .isEqualTo("run-1  1:12  no stage done yet  " + folder.resolve("out"));
            Files.createDirectory(folder.resolve("out"));
            Files.writeString(
                    folder.resolve("out").resolve("telemetry.json"),
                    JsonReport.render(SampleAttempts.running("run-1", START, "m")));
            running = watch.running().get(0);
            assertThat(RunWatch.line(running, START.plusSeconds(72)))
                    .isEqualTo("run-1  1:12  1 stages done, now esm-2  1,000 tokens  " + folder.resolve("out"));
            history.record(Attempt.of(SampleAttempts.report("run-1", START, "m"), origin));
            assertThat(watch.running()).isEmpty();
            assertThat(RunWatch.ended(new RunList(history).find("run-1")))
                    .isEqualTo("run-1  done after 3.0 s  " + folder.resolve("out"));
        }
    }
}
