package org.virnuc.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.virnuc.engine.Interruption;
import org.virnuc.engine.StageId;
import org.virnuc.telemetry.StageStatus;
import org.virnuc.telemetry.TelemetryEvent;

/** An interrupt stops the run wherever it comes, is recognised for what it is, and loses nothing. */
class CancellationTest {
    private final Path folder;
    private final Path input;

    CancellationTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.input = Samples.write(folder.resolve("in.fa"), Samples.mixed(1));
    }

    @AfterEach
    void forgetTheInterrupt() {
        assertThat(Thread.interrupted()).as("left over").isFalse();
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "DNA_ONLY",
                "REFINEMENT",
                "READ_LABELS",
                "CASCADE_TRIAL",
                "CASCADE_BAND",
                "CASCADE_BIG",
                "CASCADE_SCORES",
                "HEAD_TRAINING",
                "STRETCHES",
                "CHUNK_HEAD",
                "CHUNK_FEATURES"
            },
            mode = EnumSource.Mode.EXCLUDE)
    void atTheBeginningOfAStage(StageId stage) throws IOException, InterruptedException {
        interruptedRunIsCompletedByTheNext(
                stage,
                event -> event instanceof TelemetryEvent.StageStarted started
                        && started.stage().equals(stage.word()));
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "CONSENSUS",
                "DNA_ONLY",
                "REFINEMENT",
                "READ_LABELS",
                "CASCADE_TRIAL",
                "CASCADE_BAND",
                "CASCADE_BIG",
                "CASCADE_SCORES",
                "HEAD_TRAINING",
                "STRETCHES",
                "CHUNK_HEAD",
                "CHUNK_FEATURES"
            },
            mode = EnumSource.Mode.EXCLUDE)
    void betweenTwoStages(StageId stage) throws IOException, InterruptedException {
        interruptedRunIsCompletedByTheNext(
                StageId.nine().stream()
                        .filter(next -> next.number() == stage.number() + 1)
                        .findFirst()
                        .orElseThrow(),
                event -> event instanceof TelemetryEvent.StageEnded ended
                        && ended.report().id().equals(stage.word())
                        && ended.report().status() == StageStatus.DONE);
    }

    /** What stands at the top must never be of other settings than the run that stopped. */
    @Test
    void resultsOfAnEarlierRunAreWithdrawn() throws IOException, InterruptedException {
        FakeRun run = new FakeRun(folder.resolve("out"), input);
        run.run();
        Map<String, String> before = run.results();
        assertThat(before).hasSize(10);
        run.model.headWeights = "head-2";
        Throwable thrown = catchThrowable(() -> run.run(event -> {
            if (event instanceof TelemetryEvent.StageStarted) {
                Thread.currentThread().interrupt();
            }
        }));
        Thread.interrupted();
        assertThat(thrown).isNotNull();
        assertThat(run.results()).isEmpty();

        run.model.headWeights = "head-1";
        run.run();
        assertThat(run.results()).isEqualTo(before);
    }

    @Test
    void isRecognisedAtAnyDepth() {
        assertThat(Interruption.caused(new InterruptedException())).isTrue();
        assertThat(Interruption.caused(new ClosedByInterruptException())).isTrue();
        assertThat(Interruption.caused(new IllegalStateException(new IOException(new InterruptedException()))))
                .isTrue();
        assertThat(Interruption.caused(new IOException("no space left"))).isFalse();
        Throwable circular = new IOException();
        circular.initCause(new IOException(circular));
        assertThat(Interruption.caused(circular)).isFalse();
    }

    private void interruptedRunIsCompletedByTheNext(StageId stopped, java.util.function.Predicate<TelemetryEvent> when)
            throws IOException, InterruptedException {
        FakeRun run = new FakeRun(folder.resolve("out"), input);
        Throwable thrown = catchThrowable(() -> run.run(event -> {
            if (when.test(event)) {
                Thread.currentThread().interrupt();
            }
        }));
        assertThat(thrown).isNotNull();
        assertThat(Interruption.caused(thrown)).as("%s", thrown).isTrue();
        Thread.interrupted();
        assertThat(run.results()).isEmpty();
        assertThat(run.finishedStages()).hasSize(stopped.number() - 1);

        assertThat(FakeRun.skipped(run.run())).hasSize(stopped.number() - 1);
        FakeRun undisturbed = new FakeRun(folder.resolve("undisturbed"), input);
        undisturbed.run();
        Map<String, String> expected = undisturbed.results();
        assertThat(expected).hasSize(10);
        assertThat(run.results()).isEqualTo(expected);
    }
}
