package org.virnuc.telemetry.history;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stage of a run, as a row of the history's table.
 *
 * @param id id of the stage
 * @param status status of the stage
 * @param wallSeconds wall time in that run; 0 if the stage was skipped
 * @param cpuUserSeconds user CPU time; null if unknown
 * @param cpuSystemSeconds system CPU time; null if unknown
 * @param itemsIn items read; null if unknown
 * @param itemsOut items written; null if unknown
 * @param tokens tokens of the stage's model calls
 * @param cost decimal text; null if nothing was priced
 */
public record StageFigure(
        String id,
        String status,
        double wallSeconds,
        @Nullable Double cpuUserSeconds,
        @Nullable Double cpuSystemSeconds,
        @Nullable Long itemsIn,
        @Nullable Long itemsOut,
        long tokens,
        @Nullable String cost) {

    /** Names that {@link #value} accepts. */
    public static final List<String> NAMES = List.of(
            "status",
            "wall_seconds",
            "cpu_user_seconds",
            "cpu_system_seconds",
            "items_in",
            "items_out",
            "tokens",
            "cost");

    static final String COLUMNS =
            "id, status, wall_seconds, cpu_user_seconds, cpu_system_seconds, items_in, items_out, tokens, cost";

    static StageFigure read(ResultSet row) throws SQLException {
        return new StageFigure(
                row.getString(1),
                row.getString(2),
                row.getDouble(3),
                real(row, 4),
                real(row, 5),
                whole(row, 6),
                whole(row, 7),
                row.getLong(8),
                row.getString(9));
    }

    /** Returns a figure by its name. */
    public @Nullable Object value(String name) {
        return switch (name) {
            case "status" -> status;
            case "wall_seconds" -> wallSeconds;
            case "cpu_user_seconds" -> cpuUserSeconds;
            case "cpu_system_seconds" -> cpuSystemSeconds;
            case "items_in" -> itemsIn;
            case "items_out" -> itemsOut;
            case "tokens" -> tokens;
            case "cost" -> cost;
            default -> throw new IllegalArgumentException("a stage has no " + name);
        };
    }

    private static @Nullable Double real(ResultSet row, int column) throws SQLException {
        double value = row.getDouble(column);
        return row.wasNull() ? null : (Double) value;
    }

    private static @Nullable Long whole(ResultSet row, int column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : (Long) value;
    }
}
