package org.virnuc.telemetry.history;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Queries the runs of a history. */
public final class RunList {
    /** Most candidates that are named if a prefix matches several runs. */
    private static final int NAMED = 5;

    private final RunHistory history;

    public RunList(RunHistory history) {
        this.history = history;
    }

    /** Returns the runs that {@code filter} selects, newest first. */
    public List<RunRow> rows(RunFilter filter) {
        List<RunRow> rows = new ArrayList<>();
        each(filter, rows::add);
        return rows;
    }

    /**
     * Passes the runs that {@code filter} selects to {@code taker}, newest first, one at a time. The result need not
     * fit into memory.
     */
    public void each(RunFilter filter, Consumer<RunRow> taker) {
        each(filter, "", taker);
    }

    /**
     * Passes the runs that {@code filter} selects to {@code taker} as {@link #each(RunFilter, Consumer)} does, but for
     * those of samples, which belong to the run of their sheet.
     */
    public void withoutSamples(RunFilter filter, Consumer<RunRow> taker) {
        each(filter, " AND " + RunQuery.NO_SAMPLES, taker);
    }

    private void each(RunFilter filter, String more, Consumer<RunRow> taker) {
        RunFilter.Condition condition = filter.condition();
        String sql =
                "SELECT " + RunRow.COLUMNS + " FROM runs WHERE " + condition.sql() + more + " ORDER BY started_ms DESC";
        history.read(() -> {
            int taken = 0;
            try (PreparedStatement statement = history.connection().prepareStatement(sql)) {
                Sql.bind(statement, condition.values().toArray());
                try (ResultSet found = statement.executeQuery()) {
                    while (taken < filter.limit() && found.next()) {
                        RunRow row = current(RunRow.read(found));
                        if (filter.accepts(row)) {
                            taker.accept(row);
                            taken++;
                        }
                    }
                }
            }
            return taken;
        });
    }

    /** Returns the attempts in a run directory, oldest first. */
    public List<RunRow> attempts(String directory) {
        return select("directory = ? ORDER BY started_ms, seq", directory);
    }

    /** Returns the runs of the samples that belong to the run of a sample sheet, oldest first. */
    public List<RunRow> samples(String parentRunId) {
        return select("parent_run_id = ? ORDER BY started_ms, seq", parentRunId);
    }

    /** Returns the stages of a run, in the order they started. */
    public List<StageFigure> stages(String runId) {
        return history.read(() -> Sql.query(
                history.connection(),
                "SELECT " + StageFigure.COLUMNS + " FROM stages"
                        + " WHERE run_seq = (SELECT seq FROM runs WHERE run_id = ?) ORDER BY position",
                StageFigure::read,
                runId));
    }

    /** Total time of a stage over several runs, in seconds. */
    public record StageSum(String id, double wallSeconds) {}

    /** Returns the total time of each stage over {@code rows}, longest first. */
    public List<StageSum> stageSums(List<RunRow> rows) {
        Map<String, Double> sums = new HashMap<>();
        for (RunRow row : rows) {
            for (StageFigure stage : stages(row.runId())) {
                sums.merge(stage.id(), stage.wallSeconds(), Double::sum);
            }
        }
        return sums.entrySet().stream()
                .map(sum -> new StageSum(sum.getKey(), sum.getValue()))
                .sorted(Comparator.comparingDouble(StageSum::wallSeconds).reversed())
                .toList();
    }

    /** What one model took over several runs; the cost is null where nothing was priced in the currency. */
    public record ModelSum(String model, long runs, long tokens, @Nullable BigDecimal cost) {}

    /** Returns what each model took over those of {@code rows} that are priced in {@code currency} or not at all, most tokens first. */
    public List<ModelSum> modelSums(List<RunRow> rows, @Nullable String currency) {
        Map<String, ModelSum> sums = new HashMap<>();
        for (RunRow row : rows) {
            if (row.currency() == null || row.currency().equals(currency)) {
                models(row.runId()).forEach(model -> sums.merge(model.model, model, RunList::sum));
            }
        }
        return sums.values().stream()
                .sorted(Comparator.comparingLong(ModelSum::tokens).reversed().thenComparing(ModelSum::model))
                .toList();
    }

    private List<ModelSum> models(String runId) {
        return history.read(() -> Sql.query(
                history.connection(),
                "SELECT name, tokens, cost FROM models WHERE run_seq = (SELECT seq FROM runs WHERE run_id = ?)",
                row -> {
                    String cost = row.getString(3);
                    return new ModelSum(
                            row.getString(1), 1, row.getLong(2), cost == null ? null : new BigDecimal(cost));
                },
                runId));
    }

    private static ModelSum sum(ModelSum one, ModelSum other) {
        BigDecimal cost = one.cost == null ? other.cost : other.cost == null ? one.cost : one.cost.add(other.cost);
        return new ModelSum(one.model, one.runs + other.runs, one.tokens + other.tokens, cost);
    }

    /**
     * Finds a run by its id, by its directory or its name (which stand for the newest attempt that has them), or by the
     * beginning of its id.
     *
     * @throws HistoryException if no run matches, or several do
     */
    public RunRow find(String given) {
        return one("run_id = ?", given)
                .or(() -> inDirectory(given))
                .or(() -> one("name = ? ORDER BY started_ms DESC, seq DESC LIMIT 1", given))
                .orElseGet(() -> byPrefix(given));
    }

    private Optional<RunRow> inDirectory(String given) {
        String directory = Path.of(given).toAbsolutePath().normalize().toString();
        return one("directory = ? ORDER BY started_ms DESC, seq DESC LIMIT 1", directory);
    }

    private RunRow byPrefix(String given) {
        List<RunRow> candidates =
                select("substr(run_id, 1, length(?1)) = ?1 ORDER BY started_ms DESC LIMIT " + (NAMED + 1), given);
        if (candidates.isEmpty() || given.isEmpty()) {
            throw new HistoryException("no run " + given + " in history " + history.file() + "; see: `allRuns`");
        }
        if (candidates.size() > 1) {
            List<String> ids =
                    candidates.stream().limit(NAMED).map(RunRow::runId).toList();
            throw new HistoryException("run " + given + " could be " + String.join(", ", ids)
                    + (candidates.size() > NAMED ? " or others" : "") + "; give more of its id");
        }
        return candidates.get(0);
    }

    private Optional<RunRow> one(String condition, String value) {
        return select(condition, value).stream().findFirst();
    }

    private List<RunRow> select(String condition, String value) {
        return history.read(() -> Sql.query(
                history.connection(),
                "SELECT " + RunRow.COLUMNS + " FROM runs WHERE " + condition,
                row -> current(RunRow.read(row)),
                value));
    }

    /** Returns a run with its current status and figures, which the file does not have while the run goes on. */
    RunRow current(RunRow row) {
        return row.status() == HistoryStatus.RUNNING
                ? history.current(row.runId())
                        .map(attempt -> RunRow.of(attempt, row.previousRunId(), row.samples()))
                        .orElse(row)
                : row;
    }
}
