package org.virnuc.telemetry.cost;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.virnuc.telemetry.CallFigures;
import org.virnuc.telemetry.CostReport;
import org.virnuc.telemetry.CostSplit;
import org.virnuc.telemetry.ManualClock;
import org.virnuc.telemetry.ModelCall;
import org.virnuc.telemetry.PipelineTelemetry;
import org.virnuc.telemetry.PricedRuns;
import org.virnuc.telemetry.PricingReport;
import org.virnuc.telemetry.PricingReport.DevicePrice;
import org.virnuc.telemetry.PricingReport.ModelPrice;
import org.virnuc.telemetry.PricingReport.Origin;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.RunStatus;
import org.virnuc.telemetry.SampleRuns;
import org.virnuc.telemetry.StageCost;
import org.virnuc.telemetry.StageFigures;
import org.virnuc.telemetry.StageSpan;

class CostMeterTest {
    @Test
    void aDeviceIsPaidForTheWholeRunAndTokensAsTheyWereUsed() {
        RunReport report = PricedRuns.complete(new ManualClock()).finish(RunStatus.DONE, null);
        CostReport costs = costs(report);
        assertThat(report.totals().cost()).isEqualTo("0.1104");
        assertThat(report.totals().currency()).isEqualTo("USD");
        assertThat(costs.total()).isEqualTo(split("0.0452", "0.005", "0.055", "0.0052", "0"));
        assertThat(costs.outside()).isEqualTo(split("0", "0", "0.01", "0", "0"));
        assertThat(costs.stages())
                .extracting(StageCost::cost)
                .containsExactly(
                        CostSplit.ZERO,
                        split("0", "0", "0.01", "0", "0"),
                        split("0.04", "0.005", "0.015", "0", "0"),
                        split("0.0052", "0", "0.02", "0.0052", "0"));
        assertThat(report.stages().get(2).calls().cost()).isEqualTo("0.04");
        assertThat(report.stages().get(3).calls().cost()).isEqualTo("0.0104");
        assertThat(calls(report, "gpt").cost()).isEqualTo("0.0104");
        assertThat(calls(report, "esm2-mini").cost()).isEqualTo("0.04");
    }

    @Test
    void savingsAreShownAndNotAdded() {
        assertThat(costs(PricedRuns.complete(new ManualClock()).finish(RunStatus.DONE, null))
                        .saved())
                .isEqualTo("0.25");
    }

    @Test
    void whatAStageDidSinceItsLastKeptResultIsWastedWhereItFails() {
        CostReport costs = costs(PricedRuns.failed());
        assertThat(costs.total()).isEqualTo(split("0.018", "0", "0.002", "0", "0.01"));
        assertThat(costs.stages().get(0).wastedSeconds()).isEqualTo(10);
        assertThat(costs.stages().get(0).usage())
                .extracting(row -> row.use() + " " + row.cost())
                .containsExactly("COMPUTE 0.018", "WASTED 0.006");
    }

    @Test
    void pricingTellsWhichPricesWereUsed() {
        PricingReport pricing = pricing(PricedRuns.complete(new ManualClock()).finish(RunStatus.DONE, null));
        assertThat(pricing.source()).isEqualTo("contract 17");
        assertThat(pricing.validFrom()).isEqualTo("2026-01-01");
        assertThat(pricing.models()).containsOnlyKeys("gpt");
        assertThat(pricing.devices()).containsOnlyKeys("cuda:0");
        assertThat(pricing.estimated()).isEmpty();
        assertThat(pricing.notPriced()).isEmpty();
    }

    @Test
    void unknownModelsFallToTheDefaultAndAreMarked() {
        ModelPrice standIn = new ModelPrice(
                new BigDecimal("0.01"),
                new BigDecimal("0.02"),
                new BigDecimal("0.01"),
                new Origin("guess", null, null));
        PriceSheet sheet = new PriceSheet("USD", Map.of("default", standIn), Map.of());
        RunReport report = Repricing.of(PricedRuns.complete(new ManualClock()).snapshot(), sheet);
        assertThat(pricing(report).estimated()).containsExactly("gpt");
        assertThat(pricing(report).notPriced()).containsExactly("cuda:0");
        assertThat(report.totals().cost()).isEqualTo("0.036");
    }

    @Test
    void pricesOutsideTheirDaysAreMarked() {
        DevicePrice old = new DevicePrice(BigDecimal.ONE, new Origin("last year", "2025-01-01", "2025-12-31"));
        DevicePrice next = new DevicePrice(BigDecimal.ONE, new Origin("next year", "2027-01-01", null));
        for (DevicePrice price : List.of(old, next)) {
            PriceSheet sheet = new PriceSheet("USD", Map.of(), Map.of("cuda", price));
            RunReport report =
                    Repricing.of(PricedRuns.complete(new ManualClock()).snapshot(), sheet);
            assertThat(pricing(report).estimated()).containsExactly("cuda:0");
        }
    }

    @Test
    void whatTheProviderSaidComesBeforeAnyPrice() {
        ManualClock clock = new ManualClock();
        PipelineTelemetry telemetry = SampleRuns.telemetry("r", clock);
        telemetry.price(Map.of(), new CostMeter(PricedRuns.sheet()));
        StageSpan span = telemetry.startStage("naming", 1);
        span.call(ModelCall.of("gpt")
                .provider("openai")
                .device("remote")
                .precision("x")
                .promptTokens(1_000)
                .items(1)
                .cost(new BigDecimal("0.7"))
                .took(1));
        RunReport report = telemetry.snapshot();
        assertThat(report.totals().cost()).isEqualTo("0.7");
        assertThat(pricing(report).source()).isEqualTo("the provider");
    }

    @Test
    void withoutAnyPriceNothingIsKnownWhichIsNotZero() {
        RunReport report = Repricing.of(
                PricedRuns.complete(new ManualClock()).snapshot(), new PriceSheet("USD", Map.of(), Map.of()));
        assertThat(report.totals().cost()).isNull();
        assertThat(report.totals().currency()).isNull();
        assertThat(report.pricing()).isNull();
        assertThat(costs(report).total()).isNull();
        assertThat(report.stages().get(2).calls().cost()).isNull();
    }

    @Test
    void aSheetThatThrowsCostsTheRunNothing() {
        ManualClock clock = new ManualClock();
        PipelineTelemetry telemetry = SampleRuns.telemetry("r", clock);
        telemetry.price(Map.of(), report -> {
            throw new IllegalStateException("broken");
        });
        assertThat(telemetry.finish(RunStatus.DONE, null).totals().cost()).isNull();
    }

    /** Any stages, side by side or not, done or failed, at any price. */
    @Test
    void stagesAlwaysAddUpToTheRunExactly() {
        Random random = new Random(11);
        for (int round = 0; round < 300; round++) {
            RunReport report = randomRun(random);
            CostReport costs = costs(report);
            CostSplit sum = Objects.requireNonNull(costs.outside());
            for (StageCost stage : costs.stages()) {
                CostSplit cost = Objects.requireNonNull(stage.cost());
                sum = sum.plus(cost);
                BigDecimal calls = stage.usage().stream()
                        .map(row -> Objects.requireNonNullElse(row.cost(), BigDecimal.ZERO))
                        .reduce(BigDecimal.ZERO, BigDecimal::add);
                assertThat(calls)
                        .isLessThanOrEqualTo(cost.compute().add(cost.retried()).add(cost.wasted()));
            }
            assertThat(sum).isEqualTo(costs.total());
            assertThat(sum.cost()).isEqualTo(report.totals().cost());
            BigDecimal perModel = report.totals().perModel().values().stream()
                    .map(model -> Objects.requireNonNullElse(model.calls().cost(), BigDecimal.ZERO))
                    .reduce(BigDecimal.ZERO, BigDecimal::add);
            BigDecimal perStage = report.stages().stream()
                    .map(stage -> Objects.requireNonNullElse(stage.calls().cost(), BigDecimal.ZERO))
                    .reduce(BigDecimal.ZERO, BigDecimal::add);
            assertThat(perModel).isEqualByComparingTo(perStage);
        }
    }

    private static RunReport randomRun(Random random) {
        ManualClock clock = new ManualClock();
        PipelineTelemetry telemetry = SampleRuns.telemetry("r", clock);
        BigDecimal price = new BigDecimal(new java.math.BigInteger(40, random), 11);
        telemetry.price(Map.of("cuda:0", "NVIDIA L4"), new CostMeter(PricedRuns.sheet(price.toPlainString())));
        List<StageSpan> open = new ArrayList<>();
        for (int step = 0; step < 30; step++) {
            clock.advanceSeconds(random.nextInt(1_000_000) / 1e6);
            switch (random.nextInt(7)) {
                case 0 -> open.add(telemetry.startStage("stage-" + step, -1));
                case 1, 2 ->
                    open.forEach(span -> span.call(PricedRuns.local("m" + random.nextInt(2), random.nextDouble())));
                case 3 -> open.forEach(span -> span.retried(PricedRuns.paid()));
                case 4 -> open.forEach(StageSpan::markDurable);
                case 5 -> open.forEach(span -> span.loaded(random.nextDouble()));
                default -> {
                    if (!open.isEmpty()) {
                        StageSpan span = open.remove(random.nextInt(open.size()));
                        if (random.nextBoolean()) {
                            telemetry.endStage(span, StageFigures.of(1, 1));
                        } else {
                            telemetry.failStage(span, new IllegalStateException("x"));
                        }
                    }
                }
            }
        }
        return telemetry.finish(RunStatus.FAILED, null);
    }

    private static CostReport costs(RunReport report) {
        return Objects.requireNonNull(report.costs());
    }

    private static CallFigures calls(RunReport report, String model) {
        return Objects.requireNonNull(report.totals().perModel().get(model)).calls();
    }

    private static PricingReport pricing(RunReport report) {
        return Objects.requireNonNull(report.pricing());
    }

    private static CostSplit split(String compute, String load, String idle, String retried, String wasted) {
        return CostSplit.of(
                new BigDecimal(compute),
                new BigDecimal(load),
                new BigDecimal(idle),
                new BigDecimal(retried),
                new BigDecimal(wasted));
    }
}
