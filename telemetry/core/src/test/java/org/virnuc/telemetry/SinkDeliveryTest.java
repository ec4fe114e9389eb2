package org.virnuc.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Sinks that block, drown or break: the run's own figures are those of a run that nobody watches. */
@Timeout(120)
class SinkDeliveryTest {
    private final ManualClock clock = new ManualClock();

    @Test
    void aSinkThatBlocksForEverHoldsNobody() {
        Semaphore never = new Semaphore(0);
        TelemetrySink stuck = event -> never.acquireUninterruptibly();
        List<TelemetryEvent> seen = Collections.synchronizedList(new ArrayList<>());
        PipelineTelemetry telemetry = SampleRuns.queued("r", clock, stuck, seen::add);
        SampleRuns.stage(telemetry, clock, "chunking", 1, StageFigures.of(13, 1_200));
        RunReport report = telemetry.finish(RunStatus.DONE, null);

        assertThat(report.status()).isEqualTo(RunStatus.DONE);
        assertThat(report.stages()).singleElement().satisfies(stage -> {
            assertThat(stage.status()).isEqualTo(StageStatus.DONE);
            assertThat(stage.wallSeconds()).isEqualTo(1);
        });
        assertThat(seen)
                .extracting(event -> event.getClass().getSimpleName())
                .containsExactly("RunStarted", "StageStarted", "StageEnded", "RunEnded");
        // It hangs on the first event and misses the other three.
        assertThat(report.telemetryLosses()).isEqualTo(3);
        assertThat(report.events())
                .extracting(EventReport::message)
                .containsExactly("a telemetry sink that did not keep up has missed 3 events");
        assertThat(report.events().get(0).details()).containsEntry("missed", 3L);
        never.release(10);
    }

    @Test
    void aMillionEventsLeaveTheFiguresRightAndEveryLossIsCounted() throws InterruptedException {
        int threads = 4;
        long each = 250_000;
        AtomicLong taken = new AtomicLong();
        AtomicLong calls = new AtomicLong();
        List<String> others = Collections.synchronizedList(new ArrayList<>());
        TelemetrySink slow = event -> {
            taken.incrementAndGet();
            if (event instanceof TelemetryEvent.ModelCalled) {
                calls.incrementAndGet();
                LongStream.range(0, 2_000).forEach(i -> Thread.onSpinWait());
            } else {
                others.add(event.getClass().getSimpleName());
            }
        };
        PipelineTelemetry telemetry = SampleRuns.queued("r", clock, slow);
        StageSpan span = telemetry.startStage("esm-2", -1);
        CountDownLatch done = new CountDownLatch(threads);
        for (int thread = 0; thread < threads; thread++) {
            new Thread(() -> {
                        for (long i = 0; i < each; i++) {
                            span.call(SampleRuns.call("cpu", 9, 1));
                        }
                        done.countDown();
                    })
                    .start();
        }
        done.await();
        telemetry.endStage(span, StageFigures.of(1, 1));
        RunReport report = telemetry.finish(RunStatus.DONE, null);

        long sent = threads * each;
        assertThat(report.totals().calls()).isEqualTo(sent);
        assertThat(report.totals().tokens()).isEqualTo(9 * sent);
        assertThat(report.stages().get(0).calls().count()).isEqualTo(sent);
        assertThat(report.telemetryLosses()).isPositive();
        // RunStarted, StageStarted, StageEnded, RunEnded and the notice that the sink does not keep up.
        assertThat(taken.get() + report.telemetryLosses()).isEqualTo(sent + 5);
        assertThat(calls.get()).isPositive();
        assertThat(others).startsWith("RunStarted", "StageStarted").contains("StageEnded");
        assertThat(report.events())
                .extracting(EventReport::message)
                .startsWith("a telemetry sink does not keep up and misses events")
                .last()
                .asString()
                .matches("a telemetry sink that did not keep up has missed [0-9]+ events");
    }

    @Test
    void eventsArriveInOrderAndAllOfThemBeforeTheEnd() {
        List<TelemetryEvent> seen = Collections.synchronizedList(new ArrayList<>());
        PipelineTelemetry telemetry = SampleRuns.queued("r", clock, seen::add);
        StageSpan span = telemetry.startStage("esm-2", -1);
        for (int i = 0; i < 5_000; i++) {
            span.event("note " + i);
        }
        telemetry.finish(RunStatus.CANCELLED, null);
        List<String> notes = seen.stream()
                .filter(TelemetryEvent.EventRecorded.class::isInstance)
                .map(event -> ((TelemetryEvent.EventRecorded) event).event().message())
                .toList();
        assertThat(notes).hasSize(5_001); // and that the stage was still running
        for (int i = 0; i < 5_000; i++) {
            assertThat(notes.get(i)).isEqualTo("note " + i);
        }
        assertThat(seen.get(0)).isInstanceOf(TelemetryEvent.RunStarted.class);
        assertThat(seen.get(seen.size() - 1)).isInstanceOf(TelemetryEvent.RunEnded.class);
        assertThat(telemetry.snapshot().telemetryLosses()).isZero();
    }

    /** Few enough to fit into the queue: none is dropped, doubled or out of its thread's order. */
    @Test
    void eventsOfManyThreadsArriveOnceEachInTheOrderOfTheirThread() throws InterruptedException {
        int threads = 6;
        int each = 1_000;
        List<TelemetryEvent> seen = Collections.synchronizedList(new ArrayList<>());
        PipelineTelemetry telemetry = SampleRuns.queued("r", clock, seen::add);
        StageSpan span = telemetry.startStage("esm-2", -1);
        List<Thread> tellers = new ArrayList<>();
        for (int thread = 0; thread < threads; thread++) {
            String device = "cuda:" + thread;
            tellers.add(new Thread(() -> {
                for (int i = 0; i < each; i++) {
                    span.call(SampleRuns.call(device, i, 0));
                }
            }));
        }
        tellers.forEach(Thread::start);
        for (Thread teller : tellers) {
            teller.join();
        }
        telemetry.endStage(span, StageFigures.of(1, 1));
        assertThat(telemetry.finish(RunStatus.DONE, null).telemetryLosses()).isZero();
        Map<String, List<Long>> told = seen.stream()
                .filter(TelemetryEvent.ModelCalled.class::isInstance)
                .map(event -> ((TelemetryEvent.ModelCalled) event).call())
                .collect(Collectors.groupingBy(
                        ModelCall::device, Collectors.mapping(ModelCall::promptTokens, Collectors.toList())));
        assertThat(told).hasSize(threads);
        assertThat(told.values()).allSatisfy(numbers -> assertThat(numbers)
                .isEqualTo(LongStream.range(0, each).boxed().toList()));
    }

    @Test
    void aSinkWithoutCallsIsSparedThemAndLosesNothing() {
        List<TelemetryEvent> seen = Collections.synchronizedList(new ArrayList<>());
        List<TelemetryEvent> atOnce = new ArrayList<>();
        PipelineTelemetry telemetry = SampleRuns.queued(
                "r", clock, new WithoutCalls(seen), TelemetrySink.immediately(new WithoutCalls(atOnce)));
        StageSpan span = telemetry.startStage("esm-2", -1);
        for (int i = 0; i < 3 * SinkLane.CAPACITY; i++) {
            span.call(SampleRuns.call("cpu", 9, 1));
        }
        telemetry.endStage(span, StageFigures.of(1, 1));
        RunReport report = telemetry.finish(RunStatus.DONE, null);
        assertThat(report.totals().calls()).isEqualTo(3 * SinkLane.CAPACITY);
        assertThat(report.telemetryLosses()).isZero();
        assertThat(seen)
                .isEqualTo(atOnce)
                .extracting(event -> event.getClass().getSimpleName())
                .containsExactly("RunStarted", "StageStarted", "StageEnded", "RunEnded");
    }

    private record WithoutCalls(List<TelemetryEvent> seen) implements TelemetrySink {
        @Override
        public boolean wantsModelCalls() {
            return false;
        }

        @Override
        public void accept(TelemetryEvent event) {
            seen.add(event);
        }
    }

    @Test
    void anInterruptedRunStillTellsItsEnd() {
        List<TelemetryEvent> seen = Collections.synchronizedList(new ArrayList<>());
        PipelineTelemetry telemetry = SampleRuns.queued("r", clock, seen::add);
        Thread.currentThread().interrupt();
        telemetry.finish(RunStatus.CANCELLED, null);
        assertThat(Thread.interrupted()).as("the interrupt is kept").isTrue();
        assertThat(seen).last().isInstanceOf(TelemetryEvent.RunEnded.class);
    }

    @Test
    void aSinkThatInterruptsOrKillsItsThreadGoesOnGettingEvents() {
        AtomicLong taken = new AtomicLong();
        TelemetrySink odd = event -> {
            Thread.currentThread().interrupt();
            if (taken.incrementAndGet() % 2 == 0) {
                throw new ThreadDeath();
            }
        };
        PipelineTelemetry telemetry = SampleRuns.queued("r", clock, odd);
        SampleRuns.stage(telemetry, clock, "chunking", 1, StageFigures.of(1, 1));
        RunReport report = telemetry.finish(RunStatus.DONE, null);
        assertThat(taken).hasValue(5);
        assertThat(report.telemetryLosses()).isEqualTo(2);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aFullDiskIsTheSinksTroubleAlone() {
        TelemetrySink writer = event -> {
            try (OutputStream full = new FileOutputStream("/dev/full")) {
                full.write(event.toString().getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
        PipelineTelemetry telemetry = SampleRuns.queued("r", clock, writer);
        SampleRuns.stage(telemetry, clock, "chunking", 1, StageFigures.of(1, 1));
        RunReport report = telemetry.finish(RunStatus.DONE, null);
        assertThat(report.stages().get(0).status()).isEqualTo(StageStatus.DONE);
        assertThat(report.telemetryLosses()).isEqualTo(5);
        assertThat(report.events().get(0).message()).contains("No space left on device");
    }

    @Test
    void anImmediateSinkIsCalledWhereItHappens() {
        List<Thread> threads = new ArrayList<>();
        PipelineTelemetry telemetry =
                SampleRuns.queued("r", clock, TelemetrySink.immediately(event -> threads.add(Thread.currentThread())));
        SampleRuns.stage(telemetry, clock, "chunking", 1, StageFigures.of(1, 1));
        assertThat(threads).hasSize(3).containsOnly(Thread.currentThread());
        telemetry.finish(RunStatus.DONE, null);
    }
}
