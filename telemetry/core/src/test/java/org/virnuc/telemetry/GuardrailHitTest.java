package org.virnuc.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.virnuc.telemetry.redact.Redactor;
import org.virnuc.telemetry.report.MarkdownReport;

class GuardrailHitTest {
    private static final GuardrailHit HIT =
            new GuardrailHit("duplicate-ids", "2 ids occur twice", 2, 8L, List.of("a|b", "c"));

    @Test
    void hitIsAnEventWithCountAndFirstExamples() {
        PipelineTelemetry telemetry = SampleRuns.telemetry("run-1", new ManualClock());
        assertThat(telemetry.guardrail("merging", HIT)).isEqualTo(Severity.WARNING);
        RunReport run = telemetry.finish(RunStatus.DONE, null);
        EventReport event = run.events().get(0);
        assertThat(event.eventClass()).isEqualTo(EventClass.GUARDRAIL);
        assertThat(event.stage()).isEqualTo("merging");
        assertThat(event.details())
                .isEqualTo(Map.of("guardrail", "duplicate-ids", "count", 2L, "of", 8L, "first", List.of("a|b", "c")));
        assertThat(GuardrailHit.of(event)).contains(HIT);
        assertThat(MarkdownReport.render(run))
                .contains(
                        "## Guardrails\n",
                        "| duplicate-ids | warning | 2 ids occur twice | a\\|b, c | 2 | 8 (25.0 %) |");
    }

    @Test
    void alertsDecideTheSeverity() {
        PipelineTelemetry telemetry = SampleRuns.telemetry("run-1", new ManualClock());
        telemetry.alerts(Alerts.of(List.of("duplicate-ids>0.25"), List.of("duplicate-ids")));
        assertThat(telemetry.guardrail(null, HIT)).isEqualTo(Severity.INFO);
    }

    @Test
    void redactedReportDoesNotTellIds() {
        Redactor redactor = Redactor.builder().build();
        PipelineTelemetry telemetry = PipelineTelemetry.builder(SampleRuns.info("run-1"))
                .redactor(redactor)
                .start();
        telemetry.guardrail(null, HIT);
        EventReport event = telemetry.finish(RunStatus.DONE, null).events().get(0);
        assertThat(event.details())
                .containsEntry("first", List.of("<id>", "<id>"))
                .containsEntry("count", 2L);
    }

    @Test
    void floodOfOtherEventsLeavesRoomForHits() {
        PipelineTelemetry telemetry = SampleRuns.telemetry("run-1", new ManualClock());
        for (int i = 0; i < 1500; i++) {
            telemetry.event(EventClass.DATA, Severity.INFO, "event " + i, Map.of());
        }
        telemetry.guardrail(null, HIT);
        RunReport run = telemetry.finish(RunStatus.DONE, null);
        assertThat(run.events()).hasSize(1001);
        assertThat(run.eventsDropped()).isEqualTo(500);
        assertThat(GuardrailHit.of(run.events().get(1000))).contains(HIT);
    }

    @Test
    void examplesAreFewAndShort() {
        GuardrailHit many = new GuardrailHit("x", "x", 9, null, Collections.nCopies(9, "i".repeat(1000)));
        assertThat(many.first()).hasSize(GuardrailHit.MOST_EXAMPLES).allMatch(id -> id.length() == 120);
        assertThat(many.share()).isEqualTo(9);
    }

    @Test
    void whatCannotBeIsRefused() {
        assertThatThrownBy(() -> new GuardrailHit("Duplicate ids", "x", 1, null, List.of()))
                .hasMessage("guardrail is \"Duplicate ids\", expected words such as duplicate-ids");
        assertThatThrownBy(() -> new GuardrailHit("x", "x", 3, 2L, List.of()))
                .hasMessage("guardrail x: count is 3 of 2, expected 1 or more, and no more than all");
    }
}
