package org.virnuc.telemetry;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Runs of known figures for the tests of reports. */
public final class SampleRuns {
    private SampleRuns() {}

    public static RunInfo info(String runId) {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("os", "Linux amd64");
        environment.put("java", "17.0.15");
        return new RunInfo(runId, "virnuc predict demo.fna", "0.1.0", environment);
    }

    /** A telemetry whose process uses half of the clock's time in user mode and a tenth in system mode; sinks are called at once. */
    public static PipelineTelemetry telemetry(String runId, ManualClock clock, TelemetrySink... sinks) {
        return telemetry(
                runId, clock, Stream.of(sinks).map(TelemetrySink::immediately).toList());
    }

    /** The same with sinks that are called by threads of their own, as they are in a program. */
    public static PipelineTelemetry queued(String runId, ManualClock clock, TelemetrySink... sinks) {
        return telemetry(runId, clock, List.of(sinks));
    }

    private static PipelineTelemetry telemetry(String runId, ManualClock clock, List<TelemetrySink> sinks) {
        long start = clock.nanoTime();
        return PipelineTelemetry.builder(info(runId))
                .clock(clock)
                .sinks(sinks)
                .meter(() -> usage((clock.nanoTime() - start) / 1e9))
                .start();
    }

    /** 1 MB allocated, read and twice that written, and 10 ms of collections in each second; 100 MB resident, 1 MB more each second. */
    private static Usage usage(double seconds) {
        long megabytes = Math.round(seconds * 1e6);
        return new Usage(
                new CpuTime(seconds / 2, seconds / 10),
                new CpuTime(seconds / 4, 0.0),
                megabytes,
                seconds / 100,
                100_000_000 + megabytes,
                200_000_000L,
                megabytes,
                2 * megabytes);
    }

    /** Three stages in 20 s, 0.5 s before the first. */
    public static RunReport complete() {
        ManualClock clock = new ManualClock();
        PipelineTelemetry telemetry = telemetry("run-1", clock);
        clock.advanceSeconds(0.5);
        stage(telemetry, clock, "chunking", 1.5, new StageFigures(13, 1_200, Map.of()));
        StageSpan esm = telemetry.startStage("esm-2", 1_200, "frames");
        esm.call(call("cpu", 9_000, 1_000));
        clock.advanceSeconds(15);
        esm.call(call("cuda:0", 9_500, 500));
        telemetry.endStage(esm, new StageFigures(1_200, 1_200, Map.of("duplicates_saved", 120)));
        stage(telemetry, clock, "merging", 3, StageFigures.of(1_200, 1_200));
        telemetry.event(EventClass.DATA, Severity.INFO, "read 13 records", Map.of("records", 13));
        telemetry.guardrail(null, new GuardrailHit("duplicate-ids", "2 ids occur twice", 2, 13L, List.of("a", "b")));
        telemetry.quantity("bases", 600_000);
        telemetry.quantity("frames", 1_200);
        telemetry.outcome("records", 13);
        telemetry.outcome("records_virus", 5);
        telemetry.outcome("records_no_open_frame", 8);
        return telemetry.finish(RunStatus.DONE, null);
    }

    /** The first two stages from a checkpoint, then one of 2 s. */
    public static RunReport resumed() {
        ManualClock clock = new ManualClock();
        PipelineTelemetry telemetry = telemetry("run-2", clock);
        telemetry.skipStage(
                "chunking", "checkpoint", new OriginalStage("run-1", 1.5, null), StageFigures.of(13, 1_200));
        telemetry.skipStage(
                "esm-2",
                "checkpoint",
                new OriginalStage("run-1", 15, new BigDecimal("0.0125")),
                StageFigures.of(1_200, 1_200));
        stage(telemetry, clock, "merging", 2, StageFigures.of(1_200, 1_200));
        return telemetry.finish(RunStatus.DONE, null);
    }

    /** Fails in its second stage, 400 of 1,200 items done. */
    public static RunReport failed() {
        ManualClock clock = new ManualClock();
        PipelineTelemetry telemetry = telemetry("run-3", clock);
        stage(telemetry, clock, "chunking", 1, StageFigures.of(13, 1_200));
        StageSpan esm = telemetry.startStage("esm-2", 1_200, "frames");
        esm.progress(400);
        clock.advanceSeconds(4);
        IllegalStateException error = new IllegalStateException("the device | is gone");
        telemetry.failStage(esm, error);
        return telemetry.finish(RunStatus.FAILED, error);
    }

    public static void stage(
            PipelineTelemetry telemetry, ManualClock clock, String id, double seconds, StageFigures figures) {
        StageSpan span = telemetry.startStage(id, figures.itemsIn());
        clock.advanceSeconds(seconds);
        telemetry.endStage(span, figures);
    }

    public static ModelCall call(String device, long tokens, long padded) {
        return ModelCall.local("esm2-mini")
                .device(device)
                .precision("fp32")
                .promptTokens(tokens)
                .items(600)
                .paddedTokens(padded)
                .took(7_000_000_000L);
    }
}
