package org.virnuc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.virnuc.telemetry.EventReport;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.RunStatus;
import org.virnuc.telemetry.report.JsonReport;

/** The telemetry of a run whose process was killed. */
@Tag("slow")
class CrashIT {
    private final Path folder;

    CrashIT(@TempDir Path folder) {
        this.folder = folder;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ".*/telemetry\\.json",
                ".*/01-chunking-[^/]*/.*",
                ".*/05-dnabert-s-[^/]*/\\.shard_1\\.vec\\.[^/]*\\.tmp",
                ".*/06-esm-2-[^/]*",
                ".*/09-consensus-[^/]*"
            })
    void aKilledRunSaysHowFarItCameAndTheNextClosesIt(String moment) throws IOException, InterruptedException {
        Path demo = DemoInput.whole(folder.resolve("demo.fna"));
        Path out = folder.resolve("out");
        try (Program program = predict(demo, out)) {
            program.follow(out, files -> files.stream().anyMatch(file -> file.matches(moment)));
            program.kill();
            program.end();
        }
        RunReport left = JsonReport.read(out.resolve("telemetry.json"));
        assertThat(left.status()).isEqualTo(RunStatus.RUNNING);

        try (Program again = predict(demo, out)) {
            Program.Ended ended = again.end();
            assertThat(ended.code()).as("%s", ended.err()).isZero();
        }
        RunReport closed = JsonReport.read(out.resolve("attempts").resolve(left.runId() + ".json"));
        assertThat(closed.status()).isEqualTo(RunStatus.CRASHED);
        assertThat(closed.wallSeconds()).isEqualTo(left.wallSeconds());
        assertThat(closed.stages()).hasSameSizeAs(left.stages());
        RunReport done = JsonReport.read(out.resolve("telemetry.json"));
        assertThat(done.status()).isEqualTo(RunStatus.DONE);
        assertThat(done.events())
                .extracting(EventReport::message)
                .anyMatch(message -> message.startsWith("the run before, " + left.runId() + ", crashed "));
    }

    private Program predict(Path demo, Path out) throws IOException {
        return Program.start(folder, "predict", demo.toString(), "-o", out.toString(), "--progress", "none");
    }
}
