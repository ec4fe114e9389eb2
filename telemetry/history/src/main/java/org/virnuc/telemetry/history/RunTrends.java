package org.virnuc.telemetry.history;

import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.virnuc.telemetry.RunReport;

/** Adds up runs by day. */
public final class RunTrends {
    private static final long DAY = 86_400_000;

    private final RunHistory history;

    public RunTrends(RunHistory history) {
        this.history = history;
    }

    /** Figures of one day. */
    public static final class Day {
        private final Map<HistoryStatus, Long> statuses = new TreeMap<>();
        private final Map<String, BigDecimal> costs = new TreeMap<>();
        private final Map<String, ModelDay> models = new TreeMap<>();
        private final Map<String, Map<String, BigDecimal>> tags = new TreeMap<>();
        private final Map<String, Map<String, BigDecimal>> projects = new TreeMap<>();
        private double wallSeconds;
        private long tokens;

        /** Number of runs by status. */
        public Map<HistoryStatus, Long> statuses() {
            return Map.copyOf(statuses);
        }

        /** Cost by currency. Costs in different currencies are not added. */
        public Map<String, BigDecimal> costs() {
            return Map.copyOf(costs);
        }

        /** Figures by model. */
        public Map<String, ModelDay> models() {
            return Map.copyOf(models);
        }

        /** Cost by the tags of runs, then by currency. A run with several tags counts once, for all of them together. */
        public Map<String, Map<String, BigDecimal>> tags() {
            return Map.copyOf(tags);
        }

        /** Cost by the folders in which run directories are, then by currency. */
        public Map<String, Map<String, BigDecimal>> projects() {
            return Map.copyOf(projects);
        }

        public double wallSeconds() {
            return wallSeconds;
        }

        public long tokens() {
            return tokens;
        }

        /** Number of runs. */
        public long runs() {
            return statuses.values().stream().mapToLong(Long::longValue).sum();
        }

        private void add(ResultSet row, boolean gone) throws SQLException {
            HistoryStatus status = gone
                    ? HistoryStatus.CRASHED
                    : HistoryStatus.of(row.getString(2)).orElseThrow();
            statuses.merge(status, 1L, Long::sum);
            wallSeconds += row.getDouble(3);
            tokens += row.getLong(4);
            add(List.of(row.getString(8).split(",", -1)), row.getString(9), row.getString(6), row.getString(5));
        }

        /** Adds what a run has reported that the history was not told, because it goes on or its process ended before. */
        private void add(Attempt unfinished) {
            RunReport report = unfinished.report();
            if (report == null) {
                return;
            }
            RunReport.Totals totals = report.totals();
            String cost = totals.cost() == null ? null : totals.cost().toPlainString();
            wallSeconds += report.wallSeconds();
            tokens += totals.tokens();
            add(unfinished.description().label().tags(), unfinished.origin().directory(), totals.currency(), cost);
            totals.perModel().forEach((name, figures) -> {
                ModelDay model = models.computeIfAbsent(name, none -> new ModelDay());
                BigDecimal ofModel = figures.calls().cost();
                model.tokens += figures.calls().tokens();
                model.seconds += figures.calls().seconds();
                add(model.costs, totals.currency(), ofModel == null ? null : ofModel.toPlainString());
            });
        }

        private void add(List<String> labels, String directory, @Nullable String currency, @Nullable String cost) {
            add(costs, currency, cost);
            if (cost != null) {
                add(tags.computeIfAbsent(String.join(", ", labels), name -> new TreeMap<>()), currency, cost);
                String folder = directory.substring(0, Math.max(0, directory.lastIndexOf('/')));
                add(projects.computeIfAbsent(folder, name -> new TreeMap<>()), currency, cost);
            }
        }

        private void addModel(ResultSet row) throws SQLException {
            ModelDay model = models.computeIfAbsent(row.getString(2), name -> new ModelDay());
            model.tokens += row.getLong(3);
            model.seconds += row.getDouble(4);
            add(model.costs, row.getString(6), row.getString(5));
        }

        private static void add(Map<String, BigDecimal> costs, @Nullable String currency, @Nullable String cost) {
            if (cost != null) {
                costs.merge(currency == null ? "" : currency, new BigDecimal(cost), BigDecimal::add);
            }
        }
    }

    /** Figures of a model on one day. */
    public static final class ModelDay {
        private final Map<String, BigDecimal> costs = new TreeMap<>();
        private long tokens;
        private double seconds;

        /** Cost of its calls by currency. */
        public Map<String, BigDecimal> costs() {
            return Map.copyOf(costs);
        }

        public long tokens() {
            return tokens;
        }

        /** Sum of the durations of its calls. */
        public double seconds() {
            return seconds;
        }
    }

    /** Returns the figures of every day (UTC) on which a run that matches started, the oldest first. */
    public NavigableMap<LocalDate, Day> days(RunQuery query) {
        NavigableMap<LocalDate, Day> days = new TreeMap<>();
        addTo(days, query);
        return days;
    }

    /** Adds the figures of every day (UTC) on which a run that matches started to others. */
    public void addTo(NavigableMap<LocalDate, Day> days, RunQuery query) {
        List<String> gone = new RunSearch(history).gone();
        RunFilter.Condition condition = query.summed(gone);
        List<String> unfinished = new ArrayList<>();
        history.read(() -> {
            each(
                    "SELECT started_ms, status, wall_seconds, tokens, cost, currency, run_id, tags, directory"
                            + " FROM runs WHERE "
                            + condition.sql(),
                    condition,
                    row -> {
                        boolean told = !HistoryStatus.RUNNING.word().equals(row.getString(2));
                        day(days, row).add(row, gone.contains(row.getString(7)));
                        if (!told) {
                            unfinished.add(row.getString(7));
                        }
                    });
            each(
                    "SELECT runs.started_ms, models.name, models.tokens, models.seconds, models.cost, runs.currency"
                            + " FROM runs JOIN models ON models.run_seq = runs.seq WHERE runs.seq IN (SELECT seq FROM runs"
                            + " WHERE "
                            + condition.sql()
                            + ")",
                    condition,
                    row -> day(days, row).addModel(row));
            return days;
        });
        for (String id : unfinished) {
            history.current(id).ifPresent(attempt -> days.computeIfAbsent(
                            LocalDate.ofInstant(attempt.startedAt(), ZoneOffset.UTC), date -> new Day())
                    .add(attempt));
        }
    }

    /** Takes a row of a result. */
    @FunctionalInterface
    private interface RowTaker {
        void take(ResultSet row) throws SQLException;
    }

    private void each(String sql, RunFilter.Condition condition, RowTaker taker) throws SQLException {
        try (PreparedStatement statement = history.connection().prepareStatement(sql)) {
            Sql.bind(statement, condition.values().toArray());
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    taker.take(row);
                }
            }
        }
    }

    private static Day day(Map<LocalDate, Day> days, ResultSet row) throws SQLException {
        return days.computeIfAbsent(LocalDate.ofEpochDay(Math.floorDiv(row.getLong(1), DAY)), date -> new Day());
    }
}
