package org.virnuc.telemetry.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.virnuc.telemetry.ManualClock;
import org.virnuc.telemetry.PipelineTelemetry;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.RunStatus;
import org.virnuc.telemetry.SampleRuns;
import org.virnuc.telemetry.StageReport;
import org.virnuc.telemetry.StageStatus;

@Timeout(60)
class ObserverTest {
    /** A pipeline that has never heard of telemetry. */
    interface Step {
        String name();

        String apply(String input) throws IOException, InterruptedException;
    }

    private final ManualClock clock = new ManualClock();
    private final PipelineTelemetry telemetry = SampleRuns.telemetry("r", clock);
    private final Observer observer = new Observer(telemetry);
    private final ExecutorService pool = Executors.newFixedThreadPool(4);

    @AfterEach
    void stopThreads() {
        pool.shutdownNow();
        assertThat(StageContext.current()).as("left over").isEmpty();
    }

    @Test
    void stagesChosenAtRunTimeAreReportedAndTheirResultsPassUnchanged() {
        Function<Object, Object> pipeline = Function.identity();
        for (String id : List.of("load", "clean", "score")) {
            pipeline = pipeline.andThen(observer.around(id, (Object input) -> {
                clock.advanceSeconds(1);
                return input;
            }));
        }
        Object payload = new Object();
        assertThat(pipeline.apply(payload)).isSameAs(payload);
        RunReport report = telemetry.finish(RunStatus.DONE, null);
        assertThat(report.stages())
                .extracting(StageReport::id, StageReport::status, StageReport::wallSeconds)
                .containsExactly(
                        tuple("load", StageStatus.DONE, 1.0),
                        tuple("clean", StageStatus.DONE, 1.0),
                        tuple("score", StageStatus.DONE, 1.0));
        assertThat(report.wallSeconds()).isEqualTo(3);
    }

    @Test
    void exceptionsPassAsTheyAre() {
        IOException checked = new IOException("disk");
        Callable<Object> failing = observer.around("load", () -> {
            throw checked;
        });
        assertThatThrownBy(failing::call).isSameAs(checked);
        Error error = new StackOverflowError();
        Function<Object, Object> overflowing = observer.around("clean", (Object input) -> {
            throw error;
        });
        assertThatThrownBy(() -> overflowing.apply("x")).isSameAs(error);
        assertThat(statuses()).containsExactly(StageStatus.FAILED, StageStatus.FAILED);
    }

    @Test
    void interruptsPassAndCancelTheStage() {
        InterruptedException interrupt = new InterruptedException("stop");
        Callable<Object> interrupted = observer.around("load", () -> {
            throw interrupt;
        });
        assertThatThrownBy(interrupted::call).isSameAs(interrupt);
        assertThat(statuses()).containsExactly(StageStatus.CANCELLED);
        Function<Object, Object> interrupting = observer.around("clean", (Object input) -> {
            Thread.currentThread().interrupt();
            return input;
        });
        assertThat(interrupting.apply("x")).isEqualTo("x");
        assertThat(Thread.interrupted()).as("the interrupt is still there").isTrue();
    }

    @Test
    void stagesOfThePipelinesOwnType() throws IOException, InterruptedException {
        IOException problem = new IOException("torn");
        Step step = new Step() {
            @Override
            public String name() {
                return "upper";
            }

            @Override
            public String apply(String input) throws IOException {
                if (input.isEmpty()) {
                    throw problem;
                }
                return input.toUpperCase(Locale.ROOT);
            }
        };
        Step observed = observer.around(
                step.name(), Step.class, step, method -> method.getName().equals("apply"));
        assertThat(observed.name()).isEqualTo("upper");
        assertThat(observed.apply("a")).isEqualTo("A");
        assertThatThrownBy(() -> observed.apply("")).isSameAs(problem);
        assertThat(statuses()).containsExactly(StageStatus.DONE, StageStatus.FAILED);
    }

    @Test
    void aStageWithinAnotherIsNamedByBoth() throws Exception {
        Callable<String> inner = observer.around("parse", () -> {
            StageContext.current().orElseThrow().advance(7);
            return "x";
        });
        assertThat(observer.around("load", inner).call()).isEqualTo("x");
        assertThat(telemetry.snapshot().stages())
                .extracting(StageReport::id, StageReport::itemsIn)
                .containsExactly(tuple("load", 1L), tuple("load/parse", 7L));
    }

    @Test
    void stagesSideBySideAcrossExecutorsKeepTheirContext() throws Exception {
        CyclicBarrier together = new CyclicBarrier(3);
        List<Callable<Void>> stages = new ArrayList<>();
        for (String id : List.of("a", "b", "c")) {
            stages.add(observer.around(id, () -> {
                together.await();
                CompletableFuture.runAsync(
                                () -> StageContext.current().orElseThrow().advance(id.charAt(0)),
                                StageContext.carrying(pool))
                        .join();
                pool.submit(StageContext.carry(
                                () -> StageContext.current().orElseThrow().call(SampleRuns.call("cpu", 1, 0))))
                        .get();
                return null;
            }));
        }
        ExecutorService own = Executors.newFixedThreadPool(3);
        try {
            for (var future : own.invokeAll(stages)) {
                future.get();
            }
        } finally {
            own.shutdownNow();
        }
        assertThat(telemetry.snapshot().stages())
                .extracting(StageReport::id, StageReport::itemsIn, stage -> stage.calls()
                        .count())
                .containsExactlyInAnyOrder(tuple("a", 97L, 1L), tuple("b", 98L, 1L), tuple("c", 99L, 1L));
        assertThat(pool.submit(() -> StageContext.current().isPresent()).get()).isFalse();
    }

    @Test
    void onePhaseAfterTheOtherMakesOneTotal() throws Exception {
        for (String phase : List.of("prepare", "run", "report")) {
            observer.around(phase, () -> {
                        StageContext.current().orElseThrow().call(SampleRuns.call("cpu", 10, 0));
                        return phase;
                    })
                    .call();
        }
        assertThat(telemetry.finish(RunStatus.DONE, null).totals().tokens()).isEqualTo(30);
    }

    private List<StageStatus> statuses() {
        return telemetry.snapshot().stages().stream().map(StageReport::status).toList();
    }
}
