package org.virnuc.telemetry.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of every older version are brought to this one, with what is in them; those of a newer one are left alone. */
class MigrationTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private Path file = Path.of("history.db");

    @BeforeEach
    void inFolder() {
        file = folder.resolve("history.db");
    }

    @Test
    void fromNothing() throws SQLException {
        try (Connection connection = raw()) {
            assertThat(Sql.number(connection, "PRAGMA user_version")).isZero();
        }
        try (RunHistory history = RunHistory.open(file)) {
            assertThat(HistoryCheck.check(history).schema()).isEqualTo(HistoryDatabase.SCHEMA_VERSION);
        }
    }

    @Test
    void fromVersionOne() throws SQLException {
        try (Connection connection = raw();
                Statement statement = connection.createStatement()) {
            HistoryDatabase.migrateTo(connection, 1);
            statement.execute(
                    "INSERT INTO runs (seq, run_id, directory, command, version, host, pid,"
                            + " process_started_ms, status, started_ms, calls, tokens, cost, warnings)"
                            + " VALUES (7, 'old-1', '/runs/a', 'virnuc predict a.fa', '0.0.9', 'h', 1, 2, 'done', 3, 4, 5, '0.10', 6),"
                            + " (8, 'old-2', '/runs/a', 'virnuc predict a.fa', '0.0.9', 'h', 1, 2, 'failed', 4, 0, 0, NULL, 0)");
            statement.execute("INSERT INTO models VALUES (7, 'esm-2', 'local', 'cpu', 'fp32', 4, 5, 6, 7.5, NULL),"
                    + " (7, 'dnabert-s', 'local', 'cpu', 'fp32', 4, 5, 6, 7.5, '0.10')");
        }
        try (RunHistory history = RunHistory.open(file)) {
            List<RunRow> rows = new RunList(history).rows(RunFilter.ALL);
            assertThat(rows).extracting(RunRow::runId).containsExactly("old-2", "old-1");
            assertThat(rows).extracting(RunRow::models).containsExactly("", "dnabert-s, esm-2");
            assertThat(rows.get(1).cost()).hasToString("0.10");
            HistoryCheck.Found found = HistoryCheck.check(history);
            assertThat(found.problems()).isEmpty();
            assertThat(found.schema()).isEqualTo(2);
        }
    }

    /** The versions tested above are all there are. */
    @Test
    void thisVersionIsTwo() {
        assertThat(HistoryDatabase.SCHEMA_VERSION).isEqualTo(2);
    }

    @Test
    void aNewerFileIsRefusedAndNotTouched() throws SQLException {
        try (Connection connection = raw();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE runs (of_the_future TEXT)");
            statement.execute("PRAGMA user_version = 3");
        }
        assertThatThrownBy(() -> RunHistory.open(file))
                .isInstanceOf(HistoryException.class)
                .hasMessage("history " + file + " was written by a newer virnuc (schema 3, this version knows 2);"
                        + " update virnuc, or name another file by VIRNUC_HISTORY");
        try (Connection connection = raw()) {
            assertThat(Sql.number(connection, "PRAGMA user_version")).isEqualTo(3);
        }
    }

    private Connection raw() throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + file);
    }
}
