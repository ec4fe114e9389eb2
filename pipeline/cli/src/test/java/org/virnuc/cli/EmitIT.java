package org.virnuc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnuc.telemetry.EventReport;
import org.virnuc.telemetry.PipelineTelemetry;
import org.virnuc.telemetry.RunInfo;
import org.virnuc.telemetry.StageReport;
import org.virnuc.telemetry.StageSpan;
import org.virnuc.telemetry.child.ChildProcess;

/** The packaged program as a child process that reports to its parent. */
class EmitIT {
    private final Path err;
    private final PipelineTelemetry telemetry = PipelineTelemetry.builder(
                    new RunInfo("run-1", "a pipeline", "1", Map.of()))
            .start();
    private final StageSpan span = telemetry.startStage("annotation", -1);

    EmitIT(@TempDir Path folder) {
        this.err = folder.resolve("err.txt");
    }

    @Test
    void tellsItsParent() throws IOException, InterruptedException {
        assertThat(emit("progress", "items=400")).isZero();
        assertThat(emit("event", "severity=warning", "message=no hits = none")).isZero();
        assertThat(emit("call", "model=m", "prompt_tokens=900", "seconds=1.5", "cost=0.01"))
                .isZero();
        StageReport stage = telemetry.snapshot().stages().get(0);
        assertThat(stage.itemsIn()).isEqualTo(400);
        assertThat(stage.calls().promptTokens()).isEqualTo(900);
        assertThat(stage.calls().cost()).isEqualTo("0.01");
        assertThat(telemetry.snapshot().events())
                .extracting(EventReport::message)
                .containsExactly("no hits = none");
        telemetry.close();
    }

    @Test
    void aMistakeIsToldAndNothingIsWritten() throws IOException, InterruptedException {
        assertThat(emit("progress", "items=many")).isEqualTo(2);
        assertThat(Files.readAllLines(err))
                .containsExactly(
                        "virnuc: telemetry emit progress: items is \"many\", expected a whole number, 0 or more");
        assertThat(emit("progress", "items")).isEqualTo(2);
        assertThat(Files.readAllLines(err))
                .containsExactly("virnuc: \"items\" is no field; give NAME=VALUE, such as items=400");
        assertThat(telemetry.snapshot().stages().get(0).itemsIn()).isNull();
        telemetry.close();
    }

    private int emit(String... arguments) throws IOException, InterruptedException {
        String jar = Objects.requireNonNull(System.getProperty("virnuc.app"), "system property virnuc.app");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-jar",
                jar,
                "telemetry",
                "emit"));
        command.addAll(List.of(arguments));
        return ChildProcess.run(new ProcessBuilder(command).redirectError(err.toFile()), span);
    }
}
