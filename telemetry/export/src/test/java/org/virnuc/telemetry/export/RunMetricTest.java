package org.virnuc.telemetry.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunMetricTest {
    @Test
    void aNameFollowsTheRulesOfBothSides() {
        assertThat(RunMetric.STAGE_ITEMS.dotted()).isEqualTo("virnuc.stage.items");
        assertThat(RunMetric.STAGE_ITEMS.prometheus()).isEqualTo("virnuc_stage_items_total");
        assertThat(RunMetric.RUN_START.prometheus()).isEqualTo("virnuc_run_start_time_seconds");
    }

    /** Prometheus refuses a text in which a metric begins twice. */
    @Test
    void noTwoMetricsShareAName() {
        List<String> names =
                Arrays.stream(RunMetric.values()).map(RunMetric::prometheus).toList();
        assertThat(names).doesNotHaveDuplicates().hasSizeGreaterThan(20);
        assertThat(names).allMatch(name -> name.matches("virnuc(_[a-z]+)+"));
    }

    @Test
    void aSampleNeedsAValueForEveryLabel() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PrometheusText().begin(RunMetric.EVENTS).sample(1, "stage"))
                .withMessage("virnuc_events_total has the labels [class, severity], given 1 values");
    }
}
