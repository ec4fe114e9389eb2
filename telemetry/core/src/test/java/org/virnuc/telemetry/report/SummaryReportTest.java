package org.virnuc.telemetry.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.virnuc.telemetry.EventClass;
import org.virnuc.telemetry.ManualClock;
import org.virnuc.telemetry.ModelCall;
import org.virnuc.telemetry.PipelineTelemetry;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.RunStatus;
import org.virnuc.telemetry.SampleRuns;
import org.virnuc.telemetry.Severity;
import org.virnuc.telemetry.StageSpan;

class SummaryReportTest {
    static final String COMPLETE =
            """
            Run run-1 done in 20.0 s

            Stage           Status     Wall    Share  Items in  Items out  Items/s
            chunking        done      1.5 s    7.5 %        13      1,200      8.7
            esm-2           done     15.0 s   75.0 %     1,200      1,200       80
            merging         done      3.0 s   15.0 %     1,200      1,200      400
            outside stages          0.500 s    2.5 %
            total           done     20.0 s  100.0 %

            Bottlenecks  1. esm-2 75.0 % (15.0 s)  2. merging 15.0 % (3.0 s)  3. chunking 7.5 % (1.5 s)
            Throughput   30,000 bases/s, 60 frames/s
            Models       esm2-mini on cpu, cuda:0 in fp32: 2 calls, 1,200 items, 18,500 tokens, \
            1,321 tokens/s per device, padding 7.5 %
            Metrics      esm-2: padding_share 7.5 %, duplicates_saved 120
            Outcome      13 records = 5 virus + 8 no open frame
            Warnings     warning: 2 ids occur twice
            """;

    @Test
    void ofACompleteRun() {
        assertThat(SummaryReport.render(SampleRuns.complete())).isEqualTo(COMPLETE);
    }

    @Test
    void isTheSameInEveryLanguage() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            assertThat(SummaryReport.render(SampleRuns.complete())).isEqualTo(COMPLETE);
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void ofAResumedRunWithABaseline() {
        RunReport run = SampleRuns.resumed();
        RunReport compared = run.withBaseline(new Baseline("first", SampleRuns.complete()).compare(run));
        assertThat(SummaryReport.render(compared))
                .isEqualTo(
                        """
                        Run run-2 done in 2.0 s

                        Stage     Status                                   Wall    Share  Items in  Items out  Items/s  Speed-up
                        chunking  skipped (checkpoint)                was 1.5 s        -        13      1,200        -         -
                        esm-2     skipped (checkpoint)  was 15.0 s, cost 0.0125        -     1,200      1,200        -         -
                        merging   done                                    2.0 s  100.0 %     1,200      1,200      600      1.5x
                        total     done                                    2.0 s  100.0 %                                    1.5x

                        Skipped      2 stages that took 16.5 s when executed
                        Bottlenecks  1. merging 100.0 % (2.0 s)
                        Baseline     first: 1.5x as fast over the stages compared (2.0 s against 3.0 s)
                                     not compared: chunking, esm-2 (skipped in this run)
                        """);
    }

    @Test
    void ofAFailedRun() {
        assertThat(SummaryReport.render(SampleRuns.failed()))
                .isEqualTo(
                        """
                        Run run-3 failed in 5.0 s

                        Stage     Status   Wall    Share  Items in  Items out  Items/s
                        chunking  done    1.0 s   20.0 %        13      1,200       13
                        esm-2     failed  4.0 s   80.0 %       400          -      100
                        total     failed  5.0 s  100.0 %

                        Error        the device | is gone
                        Bottlenecks  1. esm-2 80.0 % (4.0 s)  2. chunking 20.0 % (1.0 s)
                        Metrics      esm-2: items_expected 1,200
                        Warnings     error, esm-2: failed: the device | is gone
                        """);
    }

    @Test
    void ofARunThatDidNothing() {
        PipelineTelemetry telemetry = SampleRuns.telemetry("empty", new ManualClock());
        assertThat(SummaryReport.render(telemetry.finish(RunStatus.CANCELLED, null)))
                .isEqualTo(
                        """
                        Run empty cancelled in 0.000 s

                        Stage  Status        Wall  Share  Items in  Items out  Items/s
                        total  cancelled  0.000 s      -

                        """);
    }

    @Test
    void longRunsShowMinutesAndPricedOnesTheirCost() {
        ManualClock clock = new ManualClock();
        PipelineTelemetry telemetry = SampleRuns.telemetry("long", clock);
        StageSpan span = telemetry.startStage("esm-2", -1);
        span.call(ModelCall.of("m")
                .provider("p")
                .device("d")
                .precision("fp16")
                .promptTokens(1)
                .items(1)
                .cost(new BigDecimal("0.0000001"))
                .took(1));
        clock.advanceSeconds(3_723);
        assertThat(SummaryReport.render(telemetry.finish(RunStatus.CANCELLED, null)))
                .startsWith("Run long cancelled in 3,723.0 s (1:02:03)\n")
                .contains("\nCost         0.0000001\n");
    }

    @Test
    void countsWarningsBeyondTen() {
        PipelineTelemetry telemetry = SampleRuns.telemetry("r", new ManualClock(), event -> {
            throw new IllegalStateException("broken");
        });
        for (int i = 0; i < 1_100; i++) {
            telemetry.event(EventClass.DATA, Severity.WARNING, "odd record " + i, Map.of());
        }
        assertThat(SummaryReport.render(telemetry.finish(RunStatus.DONE, null)))
                .contains("warning: odd record 8\n             and 990 more\n")
                .contains("             101 further events were not kept\n")
                .contains("             telemetry lost 1,103 events\n");
    }
}
