package org.virnuc.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnuc.engine.StageId;
import org.virnuc.models.BatchRequest;
import org.virnuc.models.EncoderInfo;
import org.virnuc.telemetry.PipelineTelemetry;
import org.virnuc.telemetry.PricingReport.DevicePrice;
import org.virnuc.telemetry.PricingReport.Origin;
import org.virnuc.telemetry.RunInfo;
import org.virnuc.telemetry.StageSpan;
import org.virnuc.telemetry.TelemetryClock;
import org.virnuc.telemetry.cost.CostCapException;
import org.virnuc.telemetry.cost.CostLimit;
import org.virnuc.telemetry.cost.PriceSheet;

/** When the cost cap stops a stage, on a machine that costs one euro per second. */
class RunObserverTest {
    private static final EncoderInfo MODEL = new EncoderInfo("m", "0", "test", 1, "fp32", "cpu");

    private final Path folder;
    private long seconds;

    RunObserverTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void whatBatchesHaveComputedIsKeptAndTheNextBatchIsNotBegun() throws IOException, InterruptedException {
        try (RunDirectory directory = RunDirectory.open(folder, Layouts.LAYOUT);
                PipelineTelemetry telemetry = telemetry()) {
            RunObserver observer = observer(directory, telemetry, StageId.ESM_2);
            observer.beforeBatch(MODEL, new BatchRequest(1, 10, 10, "cpu"));
            seconds = 10;
            observer.items(1);
            assertThat(observer.itemsDone()).isEqualTo(1);
            assertThatExceptionOfType(CostCapException.class)
                    .isThrownBy(() -> observer.beforeBatch(MODEL, new BatchRequest(1, 10, 10, "cpu")));
        }
    }

    @Test
    void withoutBatchesTheItemsAreWhereAStageIsStopped() throws IOException, InterruptedException {
        try (RunDirectory directory = RunDirectory.open(folder, Layouts.LAYOUT);
                PipelineTelemetry telemetry = telemetry()) {
            RunObserver observer = observer(directory, telemetry, StageId.CHUNKING);
            seconds = 1;
            observer.items(1);
            seconds = 10;
            assertThatExceptionOfType(CostCapException.class).isThrownBy(() -> observer.items(1));
        }
    }

    private static RunObserver observer(RunDirectory directory, PipelineTelemetry telemetry, StageId stage)
            throws IOException {
        PriceSheet sheet = new PriceSheet(
                "EUR",
                Map.of(),
                Map.of("cpu", new DevicePrice(new BigDecimal("3600"), new Origin("test", null, null))));
        RunCosts.Budget plan = new RunCosts.Budget(sheet, CostLimit.of(new BigDecimal("5")));
        RunCosts costs = RunCosts.of(directory, telemetry, plan, List.of("cpu"));
        StageSpan span = telemetry.startStage(stage.word(), -1);
        return new RunObserver(stage, span, telemetry, costs);
    }

    private PipelineTelemetry telemetry() {
        TelemetryClock clock = new TelemetryClock() {
            @Override
            public long nanoTime() {
                return seconds * 1_000_000_000L;
            }

            @Override
            public Instant now() {
                return Instant.EPOCH;
            }
        };
        return PipelineTelemetry.builder(new RunInfo("run", "virnuc predict", "test", Map.of()))
                .clock(clock)
                .start();
    }
}
