package org.virnuc.telemetry.history;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A run in a list.
 *
 * @param runId unique
 * @param previousRunId the attempt before it in the same directory; null where it is the first
 * @param status how it stands
 * @param startedAt when it began
 * @param endedAt null while it runs, or where nobody knows
 * @param wallSeconds null where nobody knows, as of a run that is on
 * @param calls of models
 * @param tokens of those calls
 * @param cost null where nothing was priced
 * @param currency of the cost
 * @param warnings it noted
 * @param models names, with commas between
 * @param directory absolute
 * @param error why it failed, else null
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

    /** The bytes, which the file has in UTF-8: the driver makes a string of them in twice the time. */
    private static @Nullable String text(ResultSet row, int column) throws SQLException {
        byte[] bytes = row.getBytes(column);
        return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
    }
}
