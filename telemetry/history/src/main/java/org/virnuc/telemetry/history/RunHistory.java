package org.virnuc.telemetry.history;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.report.JsonReport;
import org.virnuc.telemetry.report.ReportException;

/**
 * The history of runs in one SQLite file. Any number of processes may write at once; each waits for the others for a bounded time. An
 * instance belongs to one thread.
 */
public final class RunHistory implements AutoCloseable {
    /** How long a command waits for other writers; a transaction takes milliseconds. */
    public static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final String REPORT = "telemetry.json";

    private final Path file;
    private final Connection connection;

    private RunHistory(Path file, Connection connection) {
        this.file = file;
        this.connection = connection;
    }

    /**
     * Opens the file, made where it is missing, and brings an older one to this version's schema.
     *
     * @throws HistoryException where it is damaged, locked, not writable, or of a newer version
     */
    public static RunHistory open(Path file) {
        return open(file, PATIENCE);
    }

    /** Likewise, waiting for other writers as long as {@code busy}. */
    static RunHistory open(Path file, Duration busy) {
        try {
            return new RunHistory(file, HistoryDatabase.open(file, busy));
        } catch (SQLException | IOException e) {
            throw Problems.of(file, e);
        }
    }

    /** An empty history where {@code file} is to be, which does not make it. */
    public static RunHistory empty(Path file) {
        try {
            return new RunHistory(file, HistoryDatabase.openInMemory());
        } catch (SQLException e) {
            throw Problems.of(file, e);
        }
    }

    /** Over a connection as it is, for what must not be migrated. */
    static RunHistory over(Path file, Connection connection) {
        return new RunHistory(file, connection);
    }

    /**
     * Says where SQLite's native library is kept from one process to the next; to be called before any history is opened. Without it every
     * process unpacks the library anew, which takes longer than all that a run records. What is in the folder is executed: where
     * it is not the user's, or others may write to it, every process unpacks its own.
     */
    public static void keepLibraryIn(Path folder) {
        SqliteLibrary.keepIn(folder);
    }

    /** The file. */
    public Path file() {
        return file;
    }

    /** Adds an attempt, or replaces what is known of it; the earlier attempt in the same directory is linked. */
    public void record(Attempt attempt) {
        recordAll(List.of(attempt));
    }

    /** Adds several attempts, all or none. */
    public void recordAll(List<Attempt> attempts) {
        change(() -> {
            RunRows rows = new RunRows(connection);
            for (Attempt attempt : attempts) {
                rows.put(attempt);
            }
        });
    }

    /** What was found to tidy up. */
    public record Tidied(int imported, int crashed, List<String> problems) {
        public Tidied {
            problems = List.copyOf(problems);
        }
    }

    /** Imports what is spooled, and closes the attempts whose process is gone, with what their last report says. */
    public Tidied tidy() {
        List<String> problems = new ArrayList<>();
        int imported = importSpool(problems);
        return new Tidied(imported, closeCrashed(), problems);
    }

    private int importSpool(List<String> problems) {
        HistorySpool spool = new HistorySpool(file);
        try {
            return spool.moveInto(this, problems);
        } catch (IOException e) {
            problems.add("cannot import from " + spool.folder() + " (" + e + ")");
            return 0;
        }
    }

    private int closeCrashed() {
        List<Attempt> crashed = read(() -> Sql.query(
                        connection,
                        "SELECT * FROM runs WHERE status = 'running' AND host = ?",
                        this::attempt,
                        Origin.hostName()))
                .stream()
                .filter(attempt -> attempt.origin().isGone())
                .map(attempt -> attempt.crashed(lastReport(attempt)))
                .toList();
        if (!crashed.isEmpty()) {
            recordAll(crashed);
        }
        return crashed.size();
    }

    /** The whole attempt of that id. */
    public Optional<Attempt> attempt(String runId) {
        return read(() -> Sql.first(connection, "SELECT * FROM runs WHERE run_id = ?", this::attempt, runId));
    }

    Connection connection() {
        return connection;
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw Problems.of(file, e);
        }
    }

    void change(Sql.Work work) {
        try {
            Sql.transaction(connection, work);
        } catch (SQLException e) {
            throw Problems.of(file, e);
        }
    }

    /** Something read. */
    @FunctionalInterface
    interface Reading<T> {
        T read() throws SQLException;
    }

    <T> T read(Reading<T> reading) {
        try {
            return reading.read();
        } catch (SQLException e) {
            throw Problems.of(file, e);
        }
    }

    Attempt attempt(ResultSet row) throws SQLException {
        String runId = row.getString("run_id");
        byte[] stored = Sql.first(
                        connection,
                        "SELECT json_gzip FROM reports WHERE run_seq = ?",
                        r -> r.getBytes(1),
                        row.getLong("seq"))
                .orElse(null);
        return new Attempt(
                runId,
                new Origin(
                        row.getString("directory"),
                        row.getString("host"),
                        row.getLong("pid"),
                        Instant.ofEpochMilli(row.getLong("process_started_ms"))),
                row.getString("command"),
                row.getString("version"),
                Instant.ofEpochMilli(row.getLong("started_ms")),
                HistoryStatus.of(row.getString("status")).orElseThrow(),
                AttemptJson.decompress(stored, "history " + file + ": the report of run " + runId));
    }

    /** What an attempt has left in its directory, if it is still that attempt's. */
    public static @Nullable RunReport lastReport(Attempt attempt) {
        Path report = Path.of(attempt.origin().directory()).resolve(REPORT);
        try {
            RunReport left = Files.isRegularFile(report) ? JsonReport.read(report) : null;
            return left == null || left.runId().equals(attempt.runId()) ? left : null;
        } catch (ReportException e) {
            return null;
        }
    }
}
