package org.virnuc.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnuc.engine.Artifact;
import org.virnuc.engine.FinishedStage;
import org.virnuc.engine.Setting;
import org.virnuc.engine.Stage;
import org.virnuc.engine.StageId;
import org.virnuc.engine.StageObserver;
import org.virnuc.engine.StageOutput;
import org.virnuc.files.OutputFile;
import org.virnuc.models.BatchFigures;
import org.virnuc.models.EncoderInfo;
import org.virnuc.sequences.InputException;
import org.virnuc.telemetry.CallUse;
import org.virnuc.telemetry.PipelineTelemetry;
import org.virnuc.telemetry.RunInfo;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.RunStatus;
import org.virnuc.telemetry.StageReport;
import org.virnuc.telemetry.StageStatus;
import org.virnuc.telemetry.UsageReport;

class StageRetryTest {
    private final List<Long> pauses = new ArrayList<>();
    private final Path folder;

    StageRetryTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void transientFaultIsTriedAgainWithGrowingPausesAndRecorded() throws IOException, InterruptedException {
        FailingStage stage = new FailingStage(2, "Input/output error");
        RunReport report = run(stage, RunStatus.DONE);
        StageReport merging = report.stages().get(0);
        assertThat(pauses).containsExactly(1L, 2L);
        assertThat(merging.status()).isEqualTo(StageStatus.DONE);
        assertThat(merging.retries()).isEqualTo(2);
        assertThat(report.retries()).isEqualTo(2);
        assertThat(report.events())
                .extracting(event -> event.message())
                .containsExactly("tried again after Input/output error", "tried again after Input/output error");
        assertThat(stage.written)
                .as("the first file is kept, the second is written by the last attempt only")
                .containsExactly("first", "second");
        assertThat(Objects.requireNonNull(report.costs()).stages().get(0).usage())
                .extracting(UsageReport::use, usage -> usage.calls().count())
                .containsExactlyInAnyOrder(tuple(CallUse.COMPUTE, 2L), tuple(CallUse.RETRIED, 2L));
    }

    @Test
    void faultThatStaysEndsTheStage() {
        FailingStage stage = new FailingStage(9, "Stale file handle");
        assertThatThrownBy(() -> run(stage, RunStatus.FAILED)).hasMessage("Stale file handle");
        assertThat(pauses).containsExactly(1L, 2L, 4L);
    }

    @Test
    void fullDiskIsNotTriedAgain() {
        FailingStage stage = new FailingStage(1, "No space left on device");
        assertThatThrownBy(() -> run(stage, RunStatus.FAILED)).hasMessage("No space left on device");
        assertThat(pauses).isEmpty();
    }

    @Test
    void whatMayGoWellAMomentLater() {
        assertThat(StageRetry.isTransient(new FileSystemException("a", null, "Connection timed out")))
                .isTrue();
        assertThat(StageRetry.isTransient(new UncheckedIOException(new IOException("Device or resource busy"))))
                .isTrue();
        assertThat(StageRetry.isTransient(new NoSuchFileException("Input/output error")))
                .isFalse();
        assertThat(StageRetry.isTransient(new IOException("Input/output error", new ClosedByInterruptException())))
                .isFalse();
        assertThat(StageRetry.isTransient(new InputException("in.fa, line 2: connection")))
                .isFalse();
    }

    private RunReport run(FailingStage stage, RunStatus end) throws IOException, InterruptedException {
        RunInfo info = new RunInfo("run-1", "virnuc predict", "test", Map.of());
        try (RunDirectory directory = RunDirectory.open(folder.resolve("run"), Layouts.LAYOUT);
                PipelineTelemetry telemetry = PipelineTelemetry.builder(info).start()) {
            StageRunner runner =
                    new StageRunner(directory, telemetry, "run-1", false).retrying(new StageRetry(pauses::add));
            runner.run(stage, new Artifact<>("input", "digest"));
            return telemetry.finish(end, null);
        }
    }

    /** Writes two files with one batch each, and fails before the second is complete. */
    private static final class FailingStage implements Stage<String, String> {
        private final List<String> written = new ArrayList<>();
        private final String fault;
        private int failures;

        FailingStage(int failures, String fault) {
            this.failures = failures;
            this.fault = fault;
        }

        @Override
        public StageId id() {
            return StageId.MERGING;
        }

        @Override
        public List<Setting> settings() {
            return List.of();
        }

        @Override
        public long items(String input) {
            return 2;
        }

        @Override
        public void run(String input, StageOutput output, StageObserver observer)
                throws IOException, InterruptedException {
            output.once("first", 1, out -> write("first", out, observer));
            output.once("second", 1, out -> {
                batch(observer);
                if (failures-- > 0) {
                    throw new IOException(fault);
                }
                written.add("second");
                out.write(1);
                observer.items(1);
            });
        }

        private void write(String name, OutputFile out, StageObserver observer)
                throws IOException, InterruptedException {
            batch(observer);
            written.add(name);
            out.write(1);
            observer.items(1);
        }

        private static void batch(StageObserver observer) {
            EncoderInfo model = new EncoderInfo("fake", "1", "fake", 1, "fp32", "cpu");
            observer.batch(model, new BatchFigures(1, 10, 10, 1, "cpu"));
        }

        @Override
        public String open(String input, FinishedStage finished) {
            return Files.exists(finished.file("second")) ? "whole" : "broken";
        }
    }
}
