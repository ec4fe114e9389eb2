package org.virnuc.telemetry.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnuc.telemetry.ManualClock;
import org.virnuc.telemetry.PricedRuns;
import org.virnuc.telemetry.PricingReport.DevicePrice;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.RunStatus;
import org.virnuc.telemetry.cost.PriceSheet;

class RepricedRunTest {
    private static final PriceSheet EUROS =
            new PriceSheet("EUR", Map.of(), Map.of("default", new DevicePrice(BigDecimal.ONE, PricedRuns.CONTRACT)));

    @Test
    void bothCostsOfEveryStage() {
        assertThat(RepricedRun.of(attempt(), PricedRuns.sheet("7.20")).text())
                .isEqualTo(
                        """
                        Run run-9

                        Stage           Before (USD)  Now (USD)
                        chunking                0.01       0.02
                        esm-2                   0.06       0.12
                        naming                0.0304     0.0504
                        outside stages          0.01       0.02
                        total                 0.1104     0.2104

                        prices before: contract 17
                        prices now: contract 17
                        """);
    }

    @Test
    void whatIsEstimatedOrNotPricedIsNamed() {
        assertThat(RepricedRun.of(attempt(), EUROS).text())
                .contains(
                        "Stage           Before (USD)  Now (EUR)\n",
                        "prices now: contract 17; estimated: cuda:0; not priced, so left out: gpt\n");
        PriceSheet nothing = new PriceSheet("EUR", Map.of(), Map.of());
        assertThat(RepricedRun.of(attempt(), nothing).text())
                .contains(
                        "Stage           Before (USD)  Now\n",
                        "total                 0.1104    -\n",
                        "prices now: none\n");
    }

    @Test
    void jsonIsExact() throws IOException {
        RepricedRun run = RepricedRun.of(attempt(), PricedRuns.sheet("7.20"));
        JsonNode json = new JsonMapper().readTree(run.json(true));
        assertThat(json.path("run_id").asText()).isEqualTo("run-9");
        assertThat(json.path("saved").asBoolean()).isTrue();
        assertThat(json.at("/before/cost").asText()).isEqualTo("0.1104");
        assertThat(json.at("/after/cost").asText()).isEqualTo("0.2104");
        assertThat(json.at("/after/currency").asText()).isEqualTo("USD");
        assertThat(json.at("/after/prices").asText()).isEqualTo("contract 17");
        BigDecimal sum = BigDecimal.ZERO;
        for (JsonNode stage : json.path("stages")) {
            sum = sum.add(new BigDecimal(stage.path("after").asText()));
        }
        assertThat(sum).isEqualByComparingTo("0.2104");
        assertThat(new JsonMapper()
                        .readTree(RepricedRun.of(attempt(), EUROS).json(false))
                        .at("/after/not_priced/0")
                        .asText())
                .isEqualTo("gpt");
    }

    @Test
    void aRecordedOneReplacesTheRow(@TempDir Path folder) {
        try (RunHistory history = RunHistory.open(folder.resolve("history.db"))) {
            history.record(attempt());
            RepricedRun run = RepricedRun.of(history.attempt("run-9").orElseThrow(), PricedRuns.sheet("7.20"));
            assertThat(cost(history)).isEqualByComparingTo("0.1104");
            history.record(run.after());
            assertThat(cost(history)).isEqualByComparingTo("0.2104");
            assertThat(new RunList(history).rows(RunFilter.ALL)).hasSize(1);
            Attempt stored = history.attempt("run-9").orElseThrow();
            assertThat(stored).isEqualTo(run.after());
            assertThat(RepricedRun.of(stored, PricedRuns.sheet()).after()).isEqualTo(attempt());
        }
    }

    @Test
    void whatCannotBePriced() {
        RunReport report = Objects.requireNonNull(attempt().report());
        Attempt running = SampleAttempts.begun("run-9", SampleAttempts.START, SampleAttempts.origin("a"));
        RunReport mute = report.withCosts(report.totals(), report.stages(), null, null);
        assertRefused(running, "run run-9 is still running; price it after it has ended");
        assertRefused(running.crashed(null), "run run-9 has left no report to price; give another run");
        assertRefused(
                attempt().with(mute),
                "run run-9 does not say what it used: it was recorded by a version whose runs cannot be priced again;"
                        + " give another run");
    }

    private static void assertRefused(Attempt attempt, String message) {
        assertThatExceptionOfType(HistoryException.class)
                .isThrownBy(() -> RepricedRun.of(attempt, PricedRuns.sheet()))
                .withMessage(message);
    }

    private static BigDecimal cost(RunHistory history) {
        return Objects.requireNonNull(new RunList(history).find("run-9").cost());
    }

    private static Attempt attempt() {
        return Attempt.of(
                PricedRuns.complete(new ManualClock()).finish(RunStatus.DONE, null), SampleAttempts.origin("a"));
    }
}
