package org.virnuc.telemetry.history.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.virnuc.telemetry.history.HistoryStatus;
import org.virnuc.telemetry.history.RunDescription;
import org.virnuc.telemetry.history.RunDescription.Label;
import org.virnuc.telemetry.history.RunList;
import org.virnuc.telemetry.history.RunRow;

/** Spending by status, model and sample, failures, and trends, with the right sums. */
class SpendingTablesTest {
    private static RunRow row(
            int day,
            String name,
            HistoryStatus status,
            double seconds,
            @Nullable String cost,
            @Nullable String parent) {
        Instant start = Instant.parse("2026-11-0" + day + "T10:00:00Z");
        boolean sheet = name.equals("sheet");
        return new RunRow(
                name,
                null,
                status,
                start,
                start,
                seconds,
                1,
                100,
                cost == null ? null : new BigDecimal(cost),
                cost == null ? null : "EUR",
                0,
                "m",
                "/data/" + name,
                status == HistoryStatus.FAILED ? "org.virnuc.InputException: no such file" : null,
                100,
                0,
                Map.of(),
                new RunDescription(sheet ? null : "x.fna", parent, new Label(sheet ? null : name, List.of(), null)),
                sheet ? 2 : 0);
    }

    private static final SpendingTables TABLES = new SpendingTables(
            List.of(
                    row(1, "first", HistoryStatus.DONE, 30, "1.00", null),
                    row(2, "bad", HistoryStatus.FAILED, 5, "0.25", null),
                    row(8, "sheet", HistoryStatus.DONE, 7_200, "4.00", null),
                    row(8, "left", HistoryStatus.DONE, 3_000, "1.50", "sheet"),
                    row(8, "right", HistoryStatus.DONE, 4_000, "2.50", "sheet"),
                    row(9, "gone", HistoryStatus.CRASHED, 60, null, null)),
            "EUR");

    /** The run of the sheet is counted, and not its samples too. */
    @Test
    void byStatus() {
        assertThat(TABLES.byStatus())
                .containsExactly(
                        List.of("Status", "Runs", "Time", "Cost"),
                        List.of("done", "2", "2.0 h", "5 EUR"),
                        List.of("failed", "1", "5 s", "0.25 EUR"),
                        List.of("crashed", "1", "60 s", "-"));
    }

    /** The samples are counted, and not the run of their sheet too. */
    @Test
    void bySample() {
        assertThat(TABLES.bySample())
                .containsExactly(
                        List.of("Sample or input", "Runs", "Time", "Cost"),
                        List.of("right", "1", "67 min", "2.5 EUR"),
                        List.of("left", "1", "50 min", "1.5 EUR"),
                        List.of("gone", "1", "60 s", "-"),
                        List.of("first", "1", "30 s", "1 EUR"),
                        List.of("bad", "1", "5 s", "0.25 EUR"));
    }

    @Test
    void byModel() {
        assertThat(TABLES.byModel(List.of(new RunList.ModelSum("esm-2", 3, 1_234, new BigDecimal("0.5")))))
                .containsExactly(List.of("Model", "Runs", "Tokens", "Cost"), List.of("esm-2", "3", "1,234", "0.5 EUR"));
    }

    @Test
    void failuresNewestFirst() {
        assertThat(TABLES.failures())
                .containsExactly(
                        List.of("Failed", "Run", "Why"),
                        List.of("2026-11-09", "gone", "crashed"),
                        List.of("2026-11-02", "bad", "no such file"));
    }

    @Test
    void trend() {
        assertThat(TABLES.trend())
                .containsExactly(
                        List.of("", "First half", "Second half", "Change"),
                        List.of("Runs", "2", "2", "+0 %"),
                        List.of("Not done", "1", "1", "+0 %"),
                        List.of("Time", "35 s", "2.0 h", "+20643 %"),
                        List.of("Cost", "1.25 EUR", "4 EUR", "+220 %"));
    }

    @ParameterizedTest
    @CsvSource({"0, 0 s", "45.4, 45 s", "740, 12 min", "12600, 3.5 h", "1036800, 12 days"})
    void timesAsPeopleSayThem(double seconds, String said) {
        assertThat(SpendingTables.time(seconds)).isEqualTo(said);
    }
}
