package org.virnuc.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AlertsTest {
    private static final List<String> KNOWN = List.of("coverage", "duplicate-ids");

    @Test
    void hitWithoutAnAlertWarns() {
        assertThat(Alerts.of(List.of(), KNOWN).severity(duplicates(1, 1000L))).isEqualTo(Severity.WARNING);
        assertThat(Alerts.SILENT.severity(duplicates(1, 1000L))).isEqualTo(Severity.INFO);
    }

    @Test
    void hitWarnsWhereItsShareIsBeyondTheAlert() {
        Alerts alerts = Alerts.of(List.of("duplicate-ids>0.01"), KNOWN);
        assertThat(alerts.severity(duplicates(10, 1000L))).isEqualTo(Severity.INFO);
        assertThat(alerts.severity(duplicates(11, 1000L))).isEqualTo(Severity.WARNING);
    }

    @Test
    void laterAlertOfTheSameNameCounts() {
        Alerts alerts = Alerts.of(List.of("duplicate-ids>0.01", " duplicate-ids > 0.5 "), KNOWN);
        assertThat(alerts.severity(duplicates(11, 1000L))).isEqualTo(Severity.INFO);
    }

    @Test
    void figureBeyondItsAlertIsToldWithBothNumbers() {
        RunReport run = SampleRuns.complete(); // 20 s, 18,500 tokens, not priced
        Alerts alerts =
                Alerts.of(List.of("coverage<0.2", "seconds>15", "tokens>1000000", "retries>0", "cost>1"), KNOWN);
        assertThat(alerts.raised(run, Map.of("coverage", 0.12345)))
                .containsExactly(
                        hit("alert-coverage", "coverage is 0.1235, below the alert at 0.2"),
                        hit("alert-seconds", "seconds is 20, above the alert at 15"));
        assertThat(alerts.raised(run, Map.of("coverage", 0.2)))
                .containsExactly(hit("alert-seconds", "seconds is 20, above the alert at 15"));
    }

    @Test
    void whatIsNoAlertIsRefused() {
        assertThatThrownBy(() -> Alerts.of(List.of("coverage"), KNOWN))
                .hasMessage("\"coverage\" is not an alert; expected NAME<NUMBER or NAME>NUMBER, such as coverage<0.2");
        assertThatThrownBy(() -> Alerts.of(List.of("coverage<low"), KNOWN))
                .hasMessage("\"coverage<low\": low is not a number; expected such as coverage<0.2");
        assertThatThrownBy(() -> Alert.parse("coverage<1e-900000000"))
                .hasMessage("\"coverage<1e-900000000\": 1e-900000000 is not a number; expected such as coverage<0.2");
        assertThat(Alert.parse("q-value<1e-5").threshold()).isEqualByComparingTo("0.00001");
        assertThatThrownBy(() -> Alerts.of(List.of("covrage<1"), KNOWN))
                .hasMessage(
                        "\"covrage<1\": covrage is unknown; there are cost, coverage, duplicate-ids, peak-memory, retries,"
                                + " seconds, tokens");
    }

    private static GuardrailHit hit(String name, String message) {
        return new GuardrailHit(name, message, 1, null, List.of());
    }

    private static GuardrailHit duplicates(long count, Long of) {
        return new GuardrailHit("duplicate-ids", "ids occur twice", count, of, List.of("a"));
    }
}
