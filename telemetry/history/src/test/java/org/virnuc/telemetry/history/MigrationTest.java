package org.virnuc.telemetry.history;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnuc.telemetry.RunStatus;

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
            assertThat(found.schema()).isEqualTo(3);
        }
    }

    /** A file of the version that knew schema 2: two runs on the demo, one that failed, and one that was killed. */
    @Test
    void fromVersionTwo() throws IOException {
        try (InputStream old = requireNonNull(MigrationTest.class.getResourceAsStream("schema-2.db.gz"));
                GZIPInputStream gzip = new GZIPInputStream(old)) {
            Files.write(file, gzip.readAllBytes());
        }
        try (RunHistory history = RunHistory.open(file)) {
            RunList list = new RunList(history);
            List<RunRow> rows = list.rows(RunFilter.ALL);
            assertThat(rows)
                    .extracting(row -> row.status().word() + " " + row.tokens() + " " + row.promptTokens() + " "
                            + Outcome.words(row.outcome()) + " " + row.description())
                    .containsExactly(
                            "crashed 0 0  " + RunDescription.NONE,
                            "failed 0 0  " + RunDescription.NONE,
                            "done 0 0 6 virus, 4 others, 1 unscored " + RunDescription.NONE,
                            "done 35171 35171 6 virus, 4 others, 1 unscored " + RunDescription.NONE);
            assertThat(rows.get(3).cost()).isEqualTo("0.00067147");
            assertThat(rows.get(2).previousRunId()).isEqualTo(rows.get(3).runId());
            assertThat(list.stages(rows.get(0).runId()))
                    .extracting(StageFigure::status)
                    .containsExactly("done", "done", "done", "done", "failed");
            assertThat(requireNonNull(history.attempt(rows.get(0).runId())
                                    .orElseThrow()
                                    .report())
                            .status())
                    .isEqualTo(RunStatus.CRASHED);
            assertThat(HistoryCheck.check(history).problems()).isEmpty();
            history.label(rows.get(3).runId(), label -> label.changed("first", List.of("demo"), List.of(), null));
            assertThat(list.find("first").runId()).isEqualTo(rows.get(3).runId());
        }
    }

    /** The versions tested above are all there are. */
    @Test
    void thisVersionIsThree() {
        assertThat(HistoryDatabase.SCHEMA_VERSION).isEqualTo(3);
    }

    @Test
    void aNewerFileIsRefusedAndNotTouched() throws SQLException {
        try (Connection connection = raw();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE runs (of_the_future TEXT)");
            statement.execute("PRAGMA user_version = 4");
        }
        assertThatThrownBy(() -> RunHistory.open(file))
                .isInstanceOf(HistoryException.class)
                .hasMessage("history " + file + " was written by a newer virnuc (schema 4, this version knows 3);"
                        + " update virnuc, or name another file by VIRNUC_HISTORY");
        try (Connection connection = raw()) {
            assertThat(Sql.number(connection, "PRAGMA user_version")).isEqualTo(4);
        }
    }

    private Connection raw() throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + file);
    }
}
