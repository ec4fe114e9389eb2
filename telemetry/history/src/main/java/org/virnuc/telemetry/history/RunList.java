package org.virnuc.telemetry.history;

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

/** Finds runs in a history. */
public final class RunList {
    /** So many candidates are named where a prefix fits several. */
    private static final int NAMED = 5;

    private final RunHistory history;

    public RunList(RunHistory history) {
        this.history = history;
    }

    /** The runs that {@code filter} accepts, newest first. */
    public List<RunRow> rows(RunFilter filter) {
        List<RunRow> rows = new ArrayList<>();
        each(filter, rows::add);
        return rows;
    }

    /** Hands the same to {@code taker} one after the other: a history of years need not fit into memory. */
    public void each(RunFilter filter, Consumer<RunRow> taker) {
        RunFilter.Condition condition = filter.condition();
        String sql = "SELECT " + RunRow.COLUMNS + " FROM runs WHERE " + condition.sql() + " ORDER BY started_ms DESC";
        history.read(() -> {
            int taken = 0;
            try (PreparedStatement statement = history.connection().prepareStatement(sql)) {
                Sql.bind(statement, condition.values().toArray());
                try (ResultSet found = statement.executeQuery()) {
                    while (taken < filter.limit() && found.next()) {
                        RunRow row = RunRow.read(found);
                        if (filter.accepts(row.cost())) {
                            taker.accept(row);
                            taken++;
                        }
                    }
                }
            }
            return taken;
        });
    }

    /** The attempts in a directory, oldest first. */
    public List<RunRow> attempts(String directory) {
        return select("directory = ? ORDER BY started_ms, seq", directory);
    }

    /** The stages of a run, in the order they began. */
    public List<StageFigure> stages(String runId) {
        return history.read(() -> Sql.query(
                history.connection(),
                "SELECT " + StageFigure.COLUMNS + " FROM stages"
                        + " WHERE run_seq = (SELECT seq FROM runs WHERE run_id = ?) ORDER BY position",
                StageFigure::read,
                runId));
    }

    /** What a stage took in several runs together. */
    public record StageSum(String id, double wallSeconds) {}

    /** The stages of {@code rows}, longest first. */
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

    /**
     * The run somebody means: by its id, by its directory (the newest attempt there), or by the beginning of its id.
     *
     * @throws HistoryException where there is none, or several
     */
    public RunRow find(String given) {
        return one("run_id = ?", given).or(() -> inDirectory(given)).orElseGet(() -> byPrefix(given));
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
                RunRow::read,
                value));
    }
}
