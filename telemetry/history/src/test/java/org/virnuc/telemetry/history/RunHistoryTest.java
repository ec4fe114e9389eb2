package org.virnuc.telemetry.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.virnuc.telemetry.history.SampleAttempts.START;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.virnuc.files.UserFolders;

/** What is written is what is read. */
class RunHistoryTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private RunHistory open() {
        return RunHistory.open(folder.resolve("history.db"));
    }

    @Test
    void anAttemptIsReadAsItWasWritten() {
        Attempt attempt = Attempt.of(
                SampleAttempts.priced("run-1", START, "esm2-mini", "0.10"), SampleAttempts.origin("a.virnuc"));
        try (RunHistory history = open()) {
            history.record(attempt);
        }
        try (RunHistory history = open()) {
            assertThat(history.attempt("run-1")).contains(attempt);
            assertThat(history.attempt("run-2")).isEmpty();
            RunRow row = new RunList(history).find("run-1");
            assertThat(row.wallSeconds()).isEqualTo(3);
            assertThat(row.tokens()).isEqualTo(1_000);
            assertThat(row.models()).isEqualTo("esm2-mini");
            assertThat(row.endedAt()).isEqualTo(START.plusSeconds(3));
            assertThat(row.previousRunId()).isNull();
        }
    }

    @Test
    void costsStayDecimal() throws SQLException {
        try (RunHistory history = open()) {
            history.record(Attempt.of(
                    SampleAttempts.priced("run-1", START, "m", "0.1000000000000000000001"),
                    SampleAttempts.origin("a")));
            List<String> stored = Sql.query(
                    history.connection(), "SELECT typeof(cost) || ' ' || cost FROM runs", row -> row.getString(1));
            assertThat(stored).containsExactly("text 0.1000000000000000000001");
        }
    }

    @Test
    void stagesAndModelsHaveTheirFigures() throws SQLException {
        try (RunHistory history = open()) {
            history.record(SampleAttempts.done("run-1", START, "a"));
            assertThat(Sql.query(
                            history.connection(),
                            "SELECT id, status, wall_seconds, items_in, items_out, tokens FROM stages ORDER BY position",
                            row -> row.getString(1) + " " + row.getString(2) + " " + row.getDouble(3) + " "
                                    + row.getLong(4) + " " + row.getLong(5) + " " + row.getLong(6)))
                    .containsExactly("chunking done 1.0 10 20 0", "esm-2 done 2.0 20 20 1000");
            assertThat(Sql.query(
                            history.connection(),
                            "SELECT name, devices, precisions, calls, tokens, cost FROM models",
                            row -> row.getString(1) + " " + row.getString(2) + " " + row.getString(3) + " "
                                    + row.getLong(4) + " " + row.getLong(5) + " " + row.getString(6)))
                    .containsExactly("esm2-mini cpu fp32 1 1000 null");
        }
    }

    @Test
    void attemptsInADirectoryAreLinked() {
        try (RunHistory history = open()) {
            history.record(SampleAttempts.done("run-1", START, "a"));
            history.record(SampleAttempts.done("other", START.plusSeconds(5), "b"));
            history.record(SampleAttempts.begun("run-2", START.plusSeconds(10), SampleAttempts.origin("a")));
            history.record(SampleAttempts.done("run-2", START.plusSeconds(10), "a"));
            history.record(SampleAttempts.done("run-3", START.plusSeconds(20), "a"));
            RunList list = new RunList(history);
            assertThat(list.find("run-3").previousRunId()).isEqualTo("run-2");
            assertThat(list.find("run-2").previousRunId()).isEqualTo("run-1");
            assertThat(list.find("run-1").previousRunId()).isNull();
            assertThat(list.attempts("/runs/a")).extracting(RunRow::runId).containsExactly("run-1", "run-2", "run-3");
        }
    }

    /** A spooled beginning may be imported after the end. */
    @Test
    void whatHasEndedIsNeverRunningAgain() {
        try (RunHistory history = open()) {
            Attempt done = SampleAttempts.done("run-1", START, "a");
            history.record(done);
            history.record(SampleAttempts.begun("run-1", START, SampleAttempts.origin("a")));
            assertThat(history.attempt("run-1")).contains(done);
        }
    }

    @Test
    void severalAreRecordedTogetherOrNotAtAll() {
        Attempt first = SampleAttempts.done("run-1", START, "a");
        try (RunHistory history = open()) {
            assertThatThrownBy(() -> history.change(() -> {
                        new RunRows(history.connection()).put(first);
                        throw new SQLException("the second one");
                    }))
                    .isInstanceOf(HistoryException.class);
            assertThat(history.attempt("run-1")).isEmpty();
        }
    }

    @Test
    void anEmptyHistoryMakesNoFile() {
        Path file = folder.resolve("none").resolve("history.db");
        try (RunHistory history = RunHistory.empty(file)) {
            assertThat(new RunList(history).rows(RunFilter.ALL)).isEmpty();
        }
        assertThat(folder.resolve("none")).doesNotExist();
    }

    @Test
    void writersDoNotKeepReadersWaiting() throws SQLException {
        try (RunHistory history = open()) {
            assertThat(Sql.query(history.connection(), "PRAGMA journal_mode", row -> row.getString(1)))
                    .containsExactly("wal");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/f/h.db, /data, /f/h.db",
        "'', /data, /data/virnuc/history.db",
        "'', '', /home/u/.local/share/virnuc/history.db",
    })
    void place(String own, String data, String expected) {
        assertThat(HistoryPlace.of(
                        UserFolders.of(Map.of("VIRNUC_HISTORY", own, "XDG_DATA_HOME", data, "HOME", "/home/u"))))
                .contains(Path.of(expected));
    }

    @Test
    void offIsNoPlace() {
        assertThat(HistoryPlace.of(UserFolders.of(Map.of("VIRNUC_HISTORY", "off", "HOME", "/home/u"))))
                .isEmpty();
        assertThat(HistoryPlace.of(new UserFolders(Map.of(), "?")))
                .as("a user without a home")
                .isEmpty();
        assertThat(Files.exists(folder.resolve("history.db"))).isFalse();
    }
}
