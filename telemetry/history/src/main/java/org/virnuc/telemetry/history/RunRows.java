package org.virnuc.telemetry.history;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.virnuc.telemetry.ModelFigures;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.StageReport;

/** Writes attempts to the tables of the history, within a transaction of the caller. */
final class RunRows {
    private static final String INSERT_RUN = "INSERT INTO runs (run_id, directory, previous_run_id, command, version,"
            + " host, pid, process_started_ms, status, started_ms, ended_ms, wall_seconds, cpu_user_seconds,"
            + " cpu_system_seconds, calls, tokens, cost, currency, warnings, error, model_names, prompt_tokens,"
            + " completion_tokens, outcome, input, name, tags, note, parent_run_id)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    private static final String INSERT_STAGE = "INSERT INTO stages VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    private static final String INSERT_MODEL = "INSERT INTO models VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

    private final Connection connection;

    RunRows(Connection connection) {
        this.connection = connection;
    }

    /** Adds the attempt, or replaces what is known about it. An attempt that has ended never becomes running again. */
    void put(Attempt attempt) throws SQLException {
        Optional<Known> known = Sql.first(
                connection,
                "SELECT status, previous_run_id, name, tags, note FROM runs WHERE run_id = ?",
                row -> new Known(
                        row.getString(1),
                        row.getString(2),
                        RunDescription.Label.of(row.getString(3), row.getString(4), row.getString(5))),
                attempt.runId());
        boolean ended = known.isPresent() && !known.get().status.equals(HistoryStatus.RUNNING.word());
        if (ended && attempt.status() == HistoryStatus.RUNNING) {
            return;
        }
        String linked = known.map(Known::previous).orElse(null);
        String previous = linked == null ? previous(attempt) : linked;
        Sql.update(connection, "DELETE FROM runs WHERE run_id = ?", attempt.runId());
        // What users have written meanwhile stays.
        insert(
                known.map(before -> attempt.described(attempt.description().with(before.label)))
                        .orElse(attempt),
                previous);
    }

    private record Known(String status, @Nullable String previous, RunDescription.Label label) {}

    /** Returns what users have written on a run. */
    RunDescription.Label label(String runId) throws SQLException {
        return Sql.first(
                        connection,
                        "SELECT name, tags, note FROM runs WHERE run_id = ?",
                        row -> RunDescription.Label.of(row.getString(1), row.getString(2), row.getString(3)),
                        runId)
                .orElse(RunDescription.Label.NONE);
    }

    /** Replaces what users have written on a run. */
    void label(String runId, RunDescription.Label label) throws SQLException {
        Sql.update(
                connection,
                "UPDATE runs SET name = ?, tags = ?, note = ? WHERE run_id = ?",
                label.name(),
                label.joinedTags(),
                label.note(),
                runId);
    }

    /** Returns the id of the previous attempt in the same directory; null if there is none. */
    private @Nullable String previous(Attempt attempt) throws SQLException {
        List<String> before = Sql.query(
                connection,
                "SELECT run_id FROM runs WHERE directory = ? AND started_ms <= ? AND run_id <> ?"
                        + " ORDER BY started_ms DESC, seq DESC LIMIT 1",
                row -> row.getString(1),
                attempt.origin().directory(),
                attempt.startedAt().toEpochMilli(),
                attempt.runId());
        return before.isEmpty() ? null : before.get(0);
    }

    private void insert(Attempt attempt, @Nullable String previous) throws SQLException {
        RunReport report = attempt.report();
        Origin origin = attempt.origin();
        RunRow row = RunRow.of(attempt, previous);
        Sql.update(
                connection,
                INSERT_RUN,
                row.runId(),
                row.directory(),
                previous,
                attempt.command(),
                attempt.version(),
                origin.host(),
                origin.pid(),
                origin.processStartedAt().toEpochMilli(),
                row.status().word(),
                row.startedAt().toEpochMilli(),
                Sql.millis(row.endedAt()),
                row.wallSeconds(),
                report == null ? null : report.cpuUserSeconds(),
                report == null ? null : report.cpuSystemSeconds(),
                row.calls(),
                row.tokens(),
                text(row.cost()),
                row.currency(),
                row.warnings(),
                row.error(),
                row.models(),
                row.promptTokens(),
                row.completionTokens(),
                Outcome.json(row.outcome()),
                row.description().input(),
                row.description().label().name(),
                row.description().label().joinedTags(),
                row.description().label().note(),
                row.description().parentRunId());
        if (report != null) {
            insertParts(Sql.number(connection, "SELECT last_insert_rowid()"), report);
        }
    }

    private void insertParts(long run, RunReport report) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT_STAGE)) {
            for (int position = 0; position < report.stages().size(); position++) {
                insertStage(insert, run, position, report.stages().get(position));
            }
        }
        try (PreparedStatement insert = connection.prepareStatement(INSERT_MODEL)) {
            for (Map.Entry<String, ModelFigures> model :
                    report.totals().perModel().entrySet()) {
                insertModel(insert, run, model.getKey(), model.getValue());
            }
        }
        Sql.update(connection, "INSERT INTO reports VALUES (?, ?)", run, AttemptJson.compress(report));
    }

    private static void insertStage(PreparedStatement insert, long run, int position, StageReport stage)
            throws SQLException {
        Sql.bind(
                insert,
                run,
                position,
                stage.id(),
                stage.status().word(),
                stage.startedAt().toEpochMilli(),
                Sql.millis(stage.endedAt()),
                stage.wallSeconds(),
                stage.cpuUserSeconds(),
                stage.cpuSystemSeconds(),
                stage.itemsIn(),
                stage.itemsOut(),
                stage.calls().count(),
                stage.calls().tokens(),
                text(stage.calls().cost()));
        insert.executeUpdate();
    }

    private static void insertModel(PreparedStatement insert, long run, String name, ModelFigures model)
            throws SQLException {
        Sql.bind(
                insert,
                run,
                name,
                String.join(", ", model.providers()),
                String.join(", ", model.devices()),
                String.join(", ", model.precisions()),
                model.calls().count(),
                model.calls().tokens(),
                model.calls().items(),
                model.calls().seconds(),
                text(model.calls().cost()));
        insert.executeUpdate();
    }

    private static @Nullable String text(@Nullable BigDecimal cost) {
        return cost == null ? null : cost.toPlainString();
    }
}
