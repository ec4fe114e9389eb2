package org.virnuc.telemetry.history;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.Severity;

/**
 * A run in a list, without its report.
 *
 * @param runId unique id of the run
 * @param previousRunId id of the previous attempt in the same directory; null if this is the first
 * @param status status of the run
 * @param startedAt when the run started
 * @param endedAt when the run ended; null while it is running, or if unknown
 * @param wallSeconds wall time, or the time so far; null if unknown
 * @param calls number of model calls
 * @param tokens tokens of those calls
 * @param cost cost of the run; null if nothing was priced
 * @param currency currency of the cost; null if nothing was priced
 * @param warnings number of warnings
 * @param models model names, separated by commas
 * @param directory absolute path of the run directory
 * @param error why the run failed; null if it did not
 */
public record RunRow(
        String runId,
        @Nullable String previousRunId,
        HistoryStatus status,
        Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable Double wallSeconds,
        long calls,
        long tokens,
        @Nullable BigDecimal cost,
        @Nullable String currency,
        long warnings,
        String models,
        String directory,
        @Nullable String error) {

    static final String COLUMNS = "run_id, previous_run_id, status, started_ms, ended_ms, wall_seconds, calls, tokens,"
            + " cost, currency, warnings, model_names, directory, error";

    /**
     * Creates the row of an attempt, from its report.
     *
     * @param previousRunId id of the previous attempt in the same directory; null if there is none
     */
    static RunRow of(Attempt attempt, @Nullable String previousRunId) {
        RunReport report = attempt.report();
        String directory = attempt.origin().directory();
        if (report == null) {
            return new RunRow(
                    attempt.runId(),
                    previousRunId,
                    attempt.status(),
                    attempt.startedAt(),
                    null,
                    null,
                    0,
                    0,
                    null,
                    null,
                    0,
                    "",
                    directory,
                    null);
        }
        RunReport.Totals totals = report.totals();
        return new RunRow(
                attempt.runId(),
                previousRunId,
                attempt.status(),
                attempt.startedAt(),
                report.endedAt(),
                report.wallSeconds(),
                totals.calls(),
                totals.tokens(),
                totals.cost(),
                totals.currency(),
                warnings(report),
                String.join(", ", new TreeSet<>(totals.perModel().keySet())),
                directory,
                error(report.error()));
    }

    private static long warnings(RunReport report) {
        return report.events().stream()
                .filter(event -> event.severity() == Severity.WARNING)
                .count();
    }

    private static @Nullable String error(RunReport.@Nullable Failure error) {
        return error == null ? null : error.type() + (error.message() == null ? "" : ": " + error.message());
    }

    static RunRow read(ResultSet row) throws SQLException {
        long ended = row.getLong(5);
        boolean open = row.wasNull();
        double wall = row.getDouble(6);
        boolean unmeasured = row.wasNull();
        String cost = text(row, 9);
        return new RunRow(
                present(row, 1),
                text(row, 2),
                HistoryStatus.of(present(row, 3)).orElseThrow(),
                Instant.ofEpochMilli(row.getLong(4)),
                open ? null : Instant.ofEpochMilli(ended),
                unmeasured ? null : (Double) wall,
                row.getLong(7),
                row.getLong(8),
                cost == null ? null : new BigDecimal(cost),
                text(row, 10),
                row.getLong(11),
                present(row, 12),
                present(row, 13),
                text(row, 14));
    }

    private static String present(ResultSet row, int column) throws SQLException {
        return Objects.requireNonNull(text(row, column));
    }

    /** Reads text as UTF-8 bytes, which is how the file stores it. The driver's own conversion takes twice as long. */
    private static @Nullable String text(ResultSet row, int column) throws SQLException {
        byte[] bytes = row.getBytes(column);
        return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
    }
}
