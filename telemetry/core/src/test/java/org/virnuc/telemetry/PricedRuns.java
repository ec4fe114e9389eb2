package org.virnuc.telemetry;

import java.math.BigDecimal;
import java.util.Map;
import org.virnuc.telemetry.PricingReport.DevicePrice;
import org.virnuc.telemetry.PricingReport.ModelPrice;
import org.virnuc.telemetry.PricingReport.Origin;
import org.virnuc.telemetry.cost.CostMeter;
import org.virnuc.telemetry.cost.PriceSheet;

/** Runs that cost something, and the prices they are to cost it by. */
public final class PricedRuns {
    /** The sheet's origin. */
    public static final Origin CONTRACT = new Origin("contract 17", "2026-01-01", null);

    private PricedRuns() {}

    /** One GPU at 3.60 an hour, so at 0.001 a second; one paid model. */
    public static PriceSheet sheet() {
        return sheet("3.60");
    }

    /** The same with another price of the GPU. */
    public static PriceSheet sheet(String perHour) {
        return new PriceSheet(
                "USD",
                Map.of(
                        "gpt",
                        new ModelPrice(
                                new BigDecimal("0.002"), new BigDecimal("0.01"), new BigDecimal("0.001"), CONTRACT)),
                Map.of("NVIDIA L4", new DevicePrice(new BigDecimal(perHour), CONTRACT)));
    }

    /**
     * 100 s on one GPU: 10 s of chunking; 60 s of a stage that loads for 5 s and computes for 40 s; 20 s of a stage that makes calls of
     * 0.0052, one of them twice; 10 s between; a skipped stage that once cost 0.25.
     */
    public static PipelineTelemetry complete(ManualClock clock, TelemetrySink... sinks) {
        PipelineTelemetry telemetry = SampleRuns.telemetry("run-9", clock, sinks);
        telemetry.price(Map.of("cuda:0", "NVIDIA L4"), new CostMeter(sheet()));
        telemetry.skipStage(
                "spooling",
                "checkpoint",
                new OriginalStage("run-8", 300, new BigDecimal("0.25")),
                StageFigures.of(1, 1));
        SampleRuns.stage(telemetry, clock, "chunking", 10, StageFigures.of(1, 1));
        clock.advanceSeconds(10);
        StageSpan esm = telemetry.startStage("esm-2", 10);
        clock.advanceSeconds(5);
        esm.loaded(5);
        clock.advanceSeconds(40);
        esm.call(local("esm2-mini", 40));
        clock.advanceSeconds(15);
        telemetry.endStage(esm, StageFigures.of(10, 10));
        StageSpan names = telemetry.startStage("naming", 2);
        names.retried(paid());
        names.call(paid());
        clock.advanceSeconds(20);
        telemetry.endStage(names, StageFigures.of(2, 2));
        return telemetry;
    }

    /** Fails after 30 s; the results of the first 20 s were kept. */
    public static RunReport failed() {
        ManualClock clock = new ManualClock();
        PipelineTelemetry telemetry = SampleRuns.telemetry("run-10", clock);
        telemetry.price(Map.of("cuda:0", "NVIDIA L4"), new CostMeter(sheet()));
        StageSpan esm = telemetry.startStage("esm-2", 10);
        clock.advanceSeconds(18);
        esm.call(local("esm2-mini", 18));
        clock.advanceSeconds(2);
        esm.markDurable();
        clock.advanceSeconds(6);
        esm.call(local("esm2-mini", 6));
        clock.advanceSeconds(4);
        IllegalStateException error = new IllegalStateException("gone");
        telemetry.failStage(esm, error);
        return telemetry.finish(RunStatus.FAILED, error);
    }

    /** A batch on the GPU. */
    public static ModelCall local(String model, double seconds) {
        return ModelCall.local(model)
                .device("cuda:0")
                .precision("bf16")
                .promptTokens(1_000)
                .items(10)
                .took(Math.round(seconds * 1e9));
    }

    /** 1,000 prompt tokens, 800 of them cached, and 400 completion tokens: 0.0004 + 0.0008 + 0.004. */
    public static ModelCall paid() {
        return ModelCall.of("gpt")
                .provider("openai")
                .device("remote")
                .precision("unknown")
                .promptTokens(1_000)
                .completionTokens(400)
                .cachedTokens(800)
                .items(1)
                .requestId("id-1")
                .took(1_000_000);
    }
}
