package org.virnuc.telemetry.history;

import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds runs for displays: page by page, in any order, with the totals of all that match. A run whose process no longer
 * exists counts as crashed, even if no other process has noted that yet. Nothing is written.
 */
public final class RunSearch {
    private final RunHistory history;

    public RunSearch(RunHistory history) {
        this.history = history;
    }

    /**
     * A run in a list.
     *
     * @param row its status and figures as they are now
     * @param attempts number of attempts in its directory
     * @param host name of the machine
     * @param version version of the program
     */
    public record Found(RunRow row, int attempts, String host, String version) {}

    /**
     * Totals of the runs that match. Costs in different currencies are not added. A sample whose sheet matches too is counted as
     * a run, but its time, calls, tokens and cost are not added, because those of the sheet contain them.
     *
     * @param runs number of runs
     * @param wallSeconds sum of the wall times that are known
     * @param calls sum of the model calls
     * @param tokens sum of their tokens
     * @param costs sum of the costs by currency, exact; empty if nothing was priced
     * @param statuses number of runs by status
     */
    public record Totals(
            long runs,
            double wallSeconds,
            long calls,
            long tokens,
            Map<String, BigDecimal> costs,
            Map<HistoryStatus, Long> statuses) {
        /** Totals of no runs. */
        public static final Totals NONE = new Totals(0, 0, 0, 0, Map.of(), Map.of());

        public Totals {
            costs = Map.copyOf(costs);
            statuses = Map.copyOf(statuses);
        }

        /** Returns the sum of these totals and others. */
        public Totals plus(Totals other) {
            Map<String, BigDecimal> money = new TreeMap<>(costs);
            other.costs.forEach((currency, cost) -> money.merge(currency, cost, BigDecimal::add));
            Map<HistoryStatus, Long> by = new EnumMap<>(HistoryStatus.class);
            by.putAll(statuses);
            other.statuses.forEach((status, count) -> by.merge(status, count, Long::sum));
            return new Totals(
                    runs + other.runs,
                    wallSeconds + other.wallSeconds,
                    calls + other.calls,
                    tokens + other.tokens,
                    money,
                    by);
        }
    }

    /** Returns at most {@code limit} runs that match, after leaving out the first {@code offset}. */
    public List<Found> page(RunQuery query, int offset, int limit) {
        List<String> gone = gone();
        RunFilter.Condition condition = query.condition(gone);
        String sql = "SELECT " + RunRow.COLUMNS
                + ", (SELECT count(*) FROM runs a WHERE a.directory = runs.directory) AS attempts, host, version"
                + " FROM runs WHERE " + condition.sql() + " ORDER BY "
                + query.order().sql(query.ascending())
                + " LIMIT ? OFFSET ?";
        List<@Nullable Object> values = new ArrayList<>(condition.values());
        values.add(limit);
        values.add(offset);
        return history.read(() -> Sql.query(history.connection(), sql, this::found, values.toArray()));
    }

    private Found found(ResultSet result) throws SQLException {
        RunRow row = new RunList(history).current(RunRow.read(result));
        return new Found(row, result.getInt("attempts"), result.getString("host"), result.getString("version"));
    }

    /** Returns the running runs, newest first. Unlike other searches it does not look at those that have ended. */
    public List<Found> running() {
        String sql = "SELECT " + RunRow.COLUMNS + ", 1 AS attempts, host, version FROM runs WHERE status = 'running'"
                + " ORDER BY +started_ms DESC"; // by the index of running runs, not by that of starts
        return history.read(() -> Sql.query(history.connection(), sql, this::found)).stream()
                .filter(found -> found.row().status() == HistoryStatus.RUNNING)
                .toList();
    }

    /** Returns the totals of all runs that match. */
    public Totals totals(RunQuery query) {
        List<String> gone = gone();
        RunFilter.Condition condition = query.condition(gone);
        List<@Nullable Object> values = new ArrayList<>();
        String contained = "0";
        if (!query.withoutSamples()) {
            contained = "CASE WHEN parent_run_id IS NULL THEN 0"
                    + " ELSE parent_run_id IN (SELECT run_id FROM runs WHERE " + condition.sql() + ") END";
            values.addAll(condition.values());
        }
        values.addAll(condition.values());
        String sql = "SELECT run_id, status, wall_seconds, calls, tokens, cost, currency, " + contained
                + " FROM runs WHERE " + condition.sql();
        return history.read(() -> {
            Sum sum = new Sum();
            try (PreparedStatement statement = history.connection().prepareStatement(sql)) {
                Sql.bind(statement, values.toArray());
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        sum.add(row, gone);
                    }
                }
            }
            for (String id : sum.unfinished) {
                history.current(id).map(attempt -> RunRow.of(attempt, null)).ifPresent(sum::add);
            }
            return sum.totals();
        });
    }

    /** Returns the number of runs that match. */
    public long count(RunQuery query) {
        RunFilter.Condition condition = query.condition(gone());
        return history.read(() -> Sql.first(
                        history.connection(),
                        "SELECT count(*) FROM runs WHERE " + condition.sql(),
                        row -> row.getLong(1),
                        condition.values().toArray())
                .orElse(0L));
    }

    /** A value of a column and how many runs have it. */
    public record Choice(String value, long runs) {}

    /** Returns the values that runs have in a column, the most frequent first. */
    public List<Choice> choices(RunQuery.Facet facet) {
        return history.read(() ->
                Sql.query(history.connection(), facet.sql(), row -> new Choice(row.getString(1), row.getLong(2))));
    }

    /** Returns the tags that runs have, the most frequent first. */
    public List<Choice> tags() {
        Map<String, Long> counts = new TreeMap<>();
        history.read(() -> Sql.query(
                        history.connection(),
                        "SELECT tags, count(*) FROM runs WHERE tags != '' GROUP BY 1",
                        row -> new Choice(row.getString(1), row.getLong(2))))
                .forEach(joined -> {
                    for (String tag : joined.value.split(",", -1)) {
                        counts.merge(tag, joined.runs, Long::sum);
                    }
                });
        return counts.entrySet().stream()
                .map(tag -> new Choice(tag.getKey(), tag.getValue()))
                .sorted(Comparator.comparingLong(Choice::runs).reversed())
                .limit(50)
                .toList();
    }

    /** Returns the ids of the runs that the history has as running, and whose process no longer exists. */
    List<String> gone() {
        return history
                .read(() -> Sql.query(
                        history.connection(),
                        "SELECT run_id, directory, host, pid, process_started_ms FROM runs WHERE status = 'running'",
                        row -> Map.entry(
                                row.getString(1),
                                new Origin(
                                        row.getString(2),
                                        row.getString(3),
                                        row.getLong(4),
                                        Instant.ofEpochMilli(row.getLong(5))))))
                .stream()
                .filter(run -> run.getValue().isGone())
                .map(Map.Entry::getKey)
                .collect(Collectors.toList());
    }

    /** Adds up runs while they are read. */
    private static final class Sum {
        private final Map<String, BigDecimal> costs = new TreeMap<>();
        private final Map<HistoryStatus, Long> statuses = new EnumMap<>(HistoryStatus.class);
        private final List<String> unfinished = new ArrayList<>();
        private long runs;
        private double wallSeconds;
        private long calls;
        private long tokens;

        void add(ResultSet row, List<String> gone) throws SQLException {
            runs++;
            HistoryStatus status = gone.contains(row.getString(1))
                    ? HistoryStatus.CRASHED
                    : HistoryStatus.of(row.getString(2)).orElseThrow();
            statuses.merge(status, 1L, Long::sum);
            if (row.getBoolean(8)) {
                return;
            }
            if (HistoryStatus.RUNNING.word().equals(row.getString(2))) {
                unfinished.add(row.getString(1));
                return;
            }
            wallSeconds += row.getDouble(3);
            calls += row.getLong(4);
            tokens += row.getLong(5);
            String cost = row.getString(6);
            if (cost != null) {
                add(new BigDecimal(cost), row.getString(7));
            }
        }

        /** Adds the figures of a run that the history was not told, because the run goes on or its process ended before. */
        void add(RunRow row) {
            wallSeconds += row.wallSeconds() == null ? 0 : row.wallSeconds();
            calls += row.calls();
            tokens += row.tokens();
            if (row.cost() != null) {
                add(row.cost(), row.currency());
            }
        }

        private void add(BigDecimal cost, @Nullable String currency) {
            costs.merge(currency == null ? "" : currency, cost, BigDecimal::add);
        }

        Totals totals() {
            return new Totals(runs, wallSeconds, calls, tokens, costs, statuses);
        }
    }
}
