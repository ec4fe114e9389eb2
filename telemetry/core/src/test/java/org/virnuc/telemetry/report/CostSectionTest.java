package org.virnuc.telemetry.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.virnuc.telemetry.CostReport;
import org.virnuc.telemetry.ManualClock;
import org.virnuc.telemetry.PipelineTelemetry;
import org.virnuc.telemetry.PricedRuns;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.RunStatus;
import org.virnuc.telemetry.SampleRuns;
import org.virnuc.telemetry.cost.CostMeter;
import org.virnuc.telemetry.cost.PriceSheets;
import org.virnuc.telemetry.cost.Repricing;

class CostSectionTest {
    @Test
    void summaryOfARunThatCostSomething() {
        RunReport report = PricedRuns.complete(new ManualClock()).finish(RunStatus.DONE, null);
        assertThat(SummaryReport.render(report))
                .contains(
                        """
                        Cost         0.1104 USD: compute 0.0452, load 0.005, idle 0.055, retried 0.0052
                                     by stage: chunking 0.01, esm-2 0.06, naming 0.0304, outside stages 0.01
                                     by model: esm2-mini 0.04, gpt 0.0104
                                     saved by checkpoints: 0.25 USD
                        """)
                .contains("was 300.0 s, cost 0.25 USD");
    }

    @Test
    void pageOfARunThatCostSomething() {
        RunReport report = PricedRuns.complete(new ManualClock()).finish(RunStatus.DONE, null);
        assertThat(MarkdownReport.render(report))
                .contains("| Cost | 0.1104 USD |\n")
                .contains(
                        """
                        ## Cost

                        | Stage | Cost (USD) | Compute | Load | Idle | Retried | Wasted |
                        |---|---:|---:|---:|---:|---:|---:|
                        | chunking | 0.01 |  |  | 0.01 |  |  |
                        | esm-2 | 0.06 | 0.04 | 0.005 | 0.015 |  |  |
                        | naming | 0.0304 | 0.0052 |  | 0.02 | 0.0052 |  |
                        | outside stages | 0.01 |  |  | 0.01 |  |  |
                        | total | 0.1104 | 0.0452 | 0.005 | 0.055 | 0.0052 |  |

                        | Model | Tokens | Cost (USD) |
                        |---|---:|---:|
                        | esm2-mini | 1,000 | 0.04 |
                        | gpt | 2,800 | 0.0104 |

                        - saved by checkpoints: 0.25 USD
                        - prices: contract 17
                        """);
    }

    @Test
    void ofTheOwnMachineALineIsEnough() {
        PipelineTelemetry telemetry = SampleRuns.telemetry("r", new ManualClock());
        telemetry.price(Map.of("cpu", "cpu"), new CostMeter(PriceSheets.builtIn()));
        RunReport report = telemetry.finish(RunStatus.DONE, null);
        assertThat(SummaryReport.render(report)).contains("\nCost         0 USD (own machine)\n");
        assertThat(MarkdownReport.render(report)).contains("| Cost | 0 USD |\n").doesNotContain("## Cost");
    }

    @Test
    void gapsAndStandInsAreNamed() {
        RunReport report = Repricing.of(PricedRuns.complete(new ManualClock()).snapshot(), PriceSheets.builtIn());
        assertThat(SummaryReport.render(report)).contains("             estimated prices: gpt\n");
        PipelineTelemetry telemetry = SampleRuns.telemetry("r", new ManualClock());
        telemetry.price(Map.of("cpu", "cpu", "tpu", "tpu"), new CostMeter(PriceSheets.builtIn()));
        assertThat(SummaryReport.render(telemetry.snapshot())).contains("             not priced, so left out: tpu\n");
    }

    @Test
    void aRunStoppedByItsCapSaysSo() {
        RunReport report = PricedRuns.complete(new ManualClock()).finish(RunStatus.CANCELLED, null);
        CostReport costs = Objects.requireNonNull(report.costs())
                .within(
                        new CostReport.Earlier(2, new BigDecimal("0.5")),
                        CostReport.Cap.of(new BigDecimal("0.60"), new BigDecimal("0.6104"), true));
        RunReport capped = report.withCosts(report.totals(), report.stages(), report.pricing(), costs);
        assertThat(SummaryReport.render(capped))
                .startsWith("Run run-9 cancelled (cost cap) in 100.0 s")
                .contains("             spent by 2 earlier attempts: 0.5 USD\n")
                .contains(
                        "             cap 0.6 USD, spent by all attempts 0.6104; the run was stopped; overshoot 0.0104\n");
        assertThat(MarkdownReport.render(capped))
                .startsWith("# Run run-9: cancelled (cost cap)\n")
                .contains("- cap 0.6 USD, spent by all attempts 0.6104; the run was stopped; overshoot 0.0104\n");
    }
}
