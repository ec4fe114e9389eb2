package org.virnuc.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many threads at once; every count must come out exact. */
@Timeout(60)
class ThreadsTest {
    private static final int THREADS = 8;
    private static final int ROUNDS = 5_000;

    private final ManualClock clock = new ManualClock();
    private final ExecutorService pool = Executors.newFixedThreadPool(THREADS);

    @AfterEach
    void stopThreads() throws InterruptedException {
        pool.shutdownNow();
        assertThat(pool.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void nothingIsLostAndTotalsAgreeAtEveryMoment() throws Exception {
        PipelineTelemetry telemetry = SampleRuns.telemetry("r", clock);
        StageSpan span = telemetry.startStage("esm-2", -1);
        AtomicBoolean running = new AtomicBoolean(true);
        Future<Integer> watcher = pool.submit(() -> {
            int looks = 0;
            do {
                RunReport report = telemetry.snapshot();
                assertThat(report.totals().calls())
                        .isEqualTo(report.stages().get(0).calls().count());
                looks++;
            } while (running.get());
            return looks;
        });
        together(THREADS - 1, thread -> {
            for (int round = 0; round < ROUNDS; round++) {
                span.advance(1);
                span.call(SampleRuns.call("cuda:" + thread, 9, 1));
                telemetry.quantity("tokens", 9);
                span.metric("m" + thread, round);
            }
        });
        running.set(false);
        assertThat(watcher.get()).isPositive();
        telemetry.event(EventClass.DATA, Severity.INFO, "done", Map.of());
        RunReport report = telemetry.finish(RunStatus.CANCELLED, null);
        long calls = (THREADS - 1) * (long) ROUNDS;
        StageReport stage = report.stages().get(0);
        assertThat(stage.itemsIn()).isEqualTo(calls);
        assertThat(stage.calls().count()).isEqualTo(calls);
        assertThat(stage.calls().promptTokens()).isEqualTo(9 * calls);
        assertThat(report.totals().perModel()).hasEntrySatisfying("esm2-mini", model -> assertThat(model.devices())
                .hasSize(THREADS - 1));
        assertThat(report.quantities()).containsEntry("tokens", 9 * calls);
        assertThat(stage.metrics()).containsEntry("m0", ROUNDS - 1L);
    }

    @Test
    void sinksAreNeverCalledTwiceAtATime() throws Exception {
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        TelemetrySink sink = event -> {
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            Thread.onSpinWait();
            inside.decrementAndGet();
        };
        PipelineTelemetry telemetry = SampleRuns.telemetry("r", clock, sink);
        together(THREADS, thread -> {
            for (int round = 0; round < 200; round++) {
                SampleRuns.stage(telemetry, clock, "stage-" + thread, 0, StageFigures.of(1, 1));
            }
        });
        assertThat(telemetry.finish(RunStatus.DONE, null).stages()).hasSize(THREADS * 200);
        assertThat(most).hasValue(1);
    }

    @Test
    void oneOfManyFinishes() throws Exception {
        RecordingSink sink = new RecordingSink();
        PipelineTelemetry telemetry = SampleRuns.telemetry("r", clock, sink);
        telemetry.startStage("esm-2", -1);
        List<RunReport> reports = new ArrayList<>();
        together(THREADS, thread -> {
            RunReport report = telemetry.finish(thread % 2 == 0 ? RunStatus.FAILED : RunStatus.CANCELLED, null);
            synchronized (reports) {
                reports.add(report);
            }
        });
        assertThat(reports).hasSize(THREADS).allSatisfy(report -> assertThat(report)
                .isSameAs(reports.get(0)));
        assertThat(sink.events(TelemetryEvent.RunEnded.class)).hasSize(1);
        assertThat(sink.events(TelemetryEvent.StageEnded.class)).hasSize(1);
    }

    @Test
    void progressOfManyThreadsIsToldTenTimesASecond() throws Exception {
        RecordingSink sink = new RecordingSink();
        PipelineTelemetry telemetry = SampleRuns.telemetry("r", clock, sink);
        StageSpan span = telemetry.startStage("esm-2", -1);
        for (int tenth = 0; tenth < 10; tenth++) {
            together(THREADS, thread -> {
                for (int round = 0; round < 1_000; round++) {
                    span.advance(1);
                }
            });
            clock.advanceSeconds(0.1);
        }
        assertThat(sink.events(TelemetryEvent.StageProgressed.class)).hasSize(10);
    }

    private void together(int threads, Work work) throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        List<Future<?>> results = new ArrayList<>();
        for (int thread = 0; thread < threads; thread++) {
            int number = thread;
            results.add(pool.submit(() -> {
                start.await();
                work.run(number);
                return null;
            }));
        }
        start.countDown();
        for (Future<?> result : results) {
            result.get();
        }
    }

    private interface Work {
        void run(int thread);
    }
}
