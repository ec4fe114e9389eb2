package org.virnuc.telemetry.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.virnuc.telemetry.EventClass;
import org.virnuc.telemetry.ManualClock;
import org.virnuc.telemetry.PipelineTelemetry;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.RunStatus;
import org.virnuc.telemetry.SampleRuns;
import org.virnuc.telemetry.Severity;

class MarkdownReportTest {
    @Test
    void ofACompleteRun() {
        assertThat(MarkdownReport.render(SampleRuns.complete()))
                .isEqualTo(
                        """
                        # Run run-1: done

                        | Run | run-1 |
                        |---|---|
                        | Command | virnuc predict demo.fna |
                        | Version | 0.1.0 |
                        | Status | done |
                        | Started | 2026-11-22T10:00:00Z |
                        | Ended | 2026-11-22T10:00:20Z |
                        | Wall time | 20.0 s |
                        | CPU time | 10.0 s user, 2.0 s system |

                        ## Outcome

                        | Result | Count |
                        |---|---:|
                        | records | 13 |
                        | records_virus | 5 |
                        | records_no_open_frame | 8 |

                        ## Guardrails

                        | Guardrail | Severity | What | First | Count | Of |
                        |---|---|---|---|---:|---:|
                        | duplicate-ids | warning | 2 ids occur twice | a, b | 2 | 13 (15.4 %) |

                        ## Stages

                        | Stage | Status | Wall | Share | Items in | Items out | Items/s |
                        |---|---|---:|---:|---:|---:|---:|
                        | chunking | done | 1.5 s | 7.5 % | 13 | 1,200 | 8.7 |
                        | esm-2 | done | 15.0 s | 75.0 % | 1,200 | 1,200 | 80 |
                        | merging | done | 3.0 s | 15.0 % | 1,200 | 1,200 | 400 |
                        | outside stages |  | 0.500 s | 2.5 % |  |  |  |
                        | total | done | 20.0 s | 100.0 % |  |  |  |

                        ## Resources

                        | Stage | CPU | Children's CPU | Peak memory | Allocated | GC | Read | Written | Retries |
                        |---|---:|---:|---:|---:|---:|---:|---:|---:|
                        | chunking | 0.900 s | 0.380 s | 102.0 MB | 1.5 MB | 0.015 s | 1.5 MB | 3.0 MB | 0 |
                        | esm-2 | 9.0 s | 3.8 s | 117.0 MB | 15.0 MB | 0.150 s | 15.0 MB | 30.0 MB | 0 |
                        | merging | 1.8 s | 0.750 s | 120.0 MB | 3.0 MB | 0.030 s | 3.0 MB | 6.0 MB | 0 |
                        | total | 12.0 s | 5.0 s | 200.0 MB | 20.0 MB | 0.200 s | 20.0 MB | 40.0 MB | 0 |

                        ## Bottlenecks

                        1. esm-2 75.0 % (15.0 s)
                        2. merging 15.0 % (3.0 s)
                        3. chunking 7.5 % (1.5 s)

                        ## Throughput

                        Work of this run over its wall time: 30,000 bases/s, 60 frames/s.

                        ## Models

                        | Model | Provider | Device | Precision | Calls | Tokens | Padding |
                        |---|---|---|---|---:|---:|---:|
                        | esm2-mini | local | cpu, cuda:0 | fp32 | 2 | 18,500 | 7.5 % |

                        ## Metrics

                        | Stage | Metric | Value |
                        |---|---|---:|
                        | esm-2 | padding_share | 7.5 % |
                        | esm-2 | duplicates_saved | 120 |

                        ## Events

                        | Time | Severity | Class | Stage | Event |
                        |---|---|---|---|---|
                        | 2026-11-22T10:00:20Z | info | data |  | read 13 records |
                        | 2026-11-22T10:00:20Z | warning | guardrail |  | 2 ids occur twice |

                        ## Environment

                        | Environment | Value |
                        |---|---|
                        | os | Linux amd64 |
                        | java | 17.0.15 |
                        """);
    }

    @Test
    void showsTheComparison() {
        RunReport run = SampleRuns.resumed();
        RunReport compared = run.withBaseline(new Baseline("first", SampleRuns.complete()).compare(run));
        assertThat(MarkdownReport.render(compared))
                .contains("| merging | done | 2.0 s | 100.0 % | 1,200 | 1,200 | 600 | 1.5x |\n")
                .contains(
                        """

                        ## Compared with first

                        This run: 1.5x as fast over the stages compared (2.0 s against 3.0 s).

                        - not compared: chunking, esm-2 (skipped in this run)

                        ## Environment
                        """);
    }

    @Test
    void nothingInACellBreaksTheTable() {
        ManualClock clock = new ManualClock();
        PipelineTelemetry telemetry = SampleRuns.telemetry("r", clock);
        telemetry.event(EventClass.DATA, Severity.ERROR, "a|b\\|c\nnext line", Map.of());
        assertThat(MarkdownReport.render(telemetry.finish(RunStatus.FAILED, new IllegalStateException("x|y"))))
                .contains("| data |  | a\\|b\\\\\\|c next line |\n")
                .contains("| Error | x\\|y |\n");
    }

    @Test
    void aRunThatGoesOnHasNoEnd() {
        PipelineTelemetry telemetry = SampleRuns.telemetry("r", new ManualClock());
        assertThat(MarkdownReport.render(telemetry.snapshot()))
                .startsWith("# Run r: running\n")
                .doesNotContain("| Ended |");
    }

    @Test
    void saysHowManyEventsItLeavesOut() {
        PipelineTelemetry telemetry = SampleRuns.telemetry("r", new ManualClock(), event -> {
            throw new IllegalStateException("broken");
        });
        for (int i = 0; i < 1_100; i++) {
            telemetry.event(EventClass.DATA, Severity.INFO, "event " + i, Map.of());
        }
        assertThat(MarkdownReport.render(telemetry.finish(RunStatus.DONE, null)))
                .contains("| event 48 |\n\n1,051 more events happened.\n\nTelemetry lost 1,103 events.\n");
    }
}
