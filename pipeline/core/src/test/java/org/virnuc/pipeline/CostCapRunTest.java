package org.virnuc.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnuc.engine.StageId;
import org.virnuc.engine.UsageException;
import org.virnuc.engine.run.RunCosts;
import org.virnuc.engine.run.RunDirectory;
import org.virnuc.engine.run.SpendLedger;
import org.virnuc.pipeline.run.ResultLayout;
import org.virnuc.telemetry.CostReport;
import org.virnuc.telemetry.CostSplit;
import org.virnuc.telemetry.EventClass;
import org.virnuc.telemetry.EventReport;
import org.virnuc.telemetry.PricingReport.DevicePrice;
import org.virnuc.telemetry.PricingReport.ModelPrice;
import org.virnuc.telemetry.PricingReport.Origin;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.StageReport;
import org.virnuc.telemetry.StageStatus;
import org.virnuc.telemetry.cost.CostCapException;
import org.virnuc.telemetry.cost.CostLimit;
import org.virnuc.telemetry.cost.PriceSheet;

/** 24,000 frames in batches of 100 that cost 0.001 each: 0.24 for one encoder; the other is free. */
class CostCapRunTest {
    private static final PriceSheet SHEET = sheet("USD");

    private final Path folder;
    private final Path input;

    CostCapRunTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.input = Samples.write(folder.resolve("in.fa"), Samples.manyFrames(4_000, 1));
    }

    @Test
    void aRunStopsAtItsCapAndGoesOnWithAHigherOne() throws IOException, InterruptedException {
        FakeRun run = new FakeRun(folder.resolve("out"), input).costs(plan("0.15"));
        assertThatExceptionOfType(CostCapException.class)
                .isThrownBy(run::run)
                .withMessageStartingWith("the cost cap of 0.15 USD is reached, and going on");
        RunReport capped = run.last();
        assertThat(FakeRun.stage(capped, StageId.DNABERT_S).status()).isEqualTo(StageStatus.CANCELLED);
        CostReport costs = Objects.requireNonNull(capped.costs());
        assertThat(costs.cap()).isEqualTo(CostReport.Cap.of(new BigDecimal("0.15"), new BigDecimal("0.15"), true));
        assertThat(Objects.requireNonNull(costs.cap()).overshoot()).isZero();
        CostSplit total = Objects.requireNonNull(costs.total());
        assertThat(total.compute()).as("the finished shard").isEqualTo("0.1");
        assertThat(total.wasted()).as("the half of a shard").isEqualTo("0.05");
        assertThat(capped.events())
                .filteredOn(event -> event.eventClass() == EventClass.COST_CONTROL)
                .extracting(EventReport::details)
                .extracting(details -> details.get("percent"))
                .containsExactly(75L, 90L, 100L);

        assertThat(run.warnings()).noneMatch(warning -> warning.contains("has no effect"));
        run.model.forget();
        assertThatExceptionOfType(CostCapException.class)
                .as("the same cap leaves nothing")
                .isThrownBy(run::run)
                .withMessageContaining("0.15 USD were spent by earlier attempts");
        assertThat(run.model.encoded).isEmpty();
        assertThat(run.model.opened).as("not even a model was loaded").isEmpty();
        assertThat(run.last().stages()).extracting(StageReport::status).containsOnly(StageStatus.SKIPPED);

        RunReport done = run.costs(plan("0.29")).run();
        assertThat(run.model.encodedBy(StageId.DNABERT_S)).isEqualTo(14_000);
        assertThat(done.totals().cost()).isEqualTo("0.14");
        assertThat(Objects.requireNonNull(done.costs()).earlier())
                .isEqualTo(new CostReport.Earlier(1, new BigDecimal("0.15")));
        assertThat(run.results()).isEqualTo(undisturbed());

        RunReport again = run.run();
        assertThat(again.totals().cost()).as("nothing was computed").isEqualTo("0");
        assertThat(Objects.requireNonNull(again.costs()).saved()).isEqualTo("0.14");
        assertThat(Objects.requireNonNull(again.costs()).earlier())
                .isEqualTo(new CostReport.Earlier(2, new BigDecimal("0.29")));
    }

    /** The stages before the encoders have no batches; time costs money all the same. */
    @Test
    void stagesWithoutBatchesStopToo() {
        PriceSheet dear = new PriceSheet(
                "USD",
                Map.of(),
                Map.of("cpu", new DevicePrice(new BigDecimal("3600000"), new Origin("test", null, null))));
        FakeRun run =
                new FakeRun(folder.resolve("out"), input).costs(new RunCosts.Budget(dear, CostLimit.parse("0.000001")));
        assertThatExceptionOfType(CostCapException.class).isThrownBy(run::run);
        assertThat(run.last().stages()).isEmpty();
        assertThat(run.model.encoded).isEmpty();
    }

    @Test
    void startingAfreshForgetsWhatWasSpent() throws IOException, InterruptedException {
        FakeRun run = new FakeRun(folder.resolve("out"), input).costs(plan("none"));
        run.run();
        assertThat(folder.resolve("out/work").resolve(SpendLedger.FILE_NAME)).exists();
        try (RunDirectory directory = RunDirectory.open(folder.resolve("out"), ResultLayout.ALL)) {
            directory.clearWork();
            directory.removeEmptyWork();
        }
        assertThat(folder.resolve("out/work")).doesNotExist();
        assertThat(Objects.requireNonNull(run.run().costs()).earlier()).isNull();
    }

    @Test
    void attemptsInAnotherCurrencyCannotBeCapped() throws IOException, InterruptedException {
        FakeRun run = new FakeRun(folder.resolve("out"), input).costs(plan("none"));
        run.run();
        run.costs(new RunCosts.Budget(sheet("EUR"), CostLimit.parse("5")));
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(run::run)
                .withMessage(folder.resolve("out") + " holds attempts that were priced in USD, and this price sheet is"
                        + " in EUR, so that a cost cap could not count them; give a sheet in USD, or `force` to start"
                        + " afresh");
        run.costs(new RunCosts.Budget(sheet("EUR"), CostLimit.DEFAULT));
        RunReport report = run.run();
        assertThat(run.warnings())
                .contains("earlier attempts were priced in USD, this one is in EUR; they are not counted");
        assertThat(Objects.requireNonNull(report.costs()).saved()).isNull();
    }

    @Test
    void aDamagedLedgerIsSaidToBeDamaged() throws IOException, InterruptedException {
        FakeRun run = new FakeRun(folder.resolve("out"), input).costs(plan("none"));
        run.run();
        Path ledger = folder.resolve("out/work").resolve(SpendLedger.FILE_NAME);
        for (String text : List.of("{", "null", "{\"currency\":\"USD\",\"attempts\":1,\"cost\":\"x\",\"stages\":{}}")) {
            Files.writeString(ledger, text);
            run.run();
            assertThat(run.warnings())
                    .contains(ledger + " is damaged; what earlier attempts spent is not known and not counted");
        }
    }

    @Test
    void aRunThatCostsNothingKeepsNoLedgerAndSaysThatACapIsVain() throws IOException, InterruptedException {
        FakeRun run = new FakeRun(folder.resolve("out"), input).costs(new RunCosts.Budget(null, CostLimit.parse("1")));
        RunReport report = run.run();
        assertThat(report.totals().cost()).isEqualTo("0");
        assertThat(report.totals().currency()).isEqualTo("USD");
        assertThat(folder.resolve("out/work").resolve(SpendLedger.FILE_NAME)).doesNotExist();
        assertThat(run.warnings())
                .contains("the cost cap of 1 USD has no effect: the price of cpu is 0; give your prices with `prices`");
    }

    private Map<String, String> undisturbed() throws IOException, InterruptedException {
        FakeRun run = new FakeRun(folder.resolve("undisturbed"), input);
        run.run();
        return run.results();
    }

    private static RunCosts.Budget plan(String cap) {
        return new RunCosts.Budget(SHEET, CostLimit.parse(cap));
    }

    private static PriceSheet sheet(String currency) {
        BigDecimal price = new BigDecimal("0.001");
        Origin origin = new Origin("test", null, null);
        return new PriceSheet(
                currency,
                Map.of("fake/dnabert-s", new ModelPrice(price, price, price, origin)),
                Map.of("cpu", new DevicePrice(BigDecimal.ZERO, origin)));
    }
}
