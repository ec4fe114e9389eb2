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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.virnuc.files.Reason;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.report.JsonReport;
import org.virnuc.telemetry.report.ReportException;

/**
 * The history of all runs in one SQLite file. Any number of processes may write concurrently; each waits for the others
 * for a bounded time. An instance must be used by one thread only.
 */
public final class RunHistory implements AutoCloseable {
    /** How long a command waits for other writers. A transaction takes milliseconds. */
    public static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final String REPORT = "telemetry.json";

    /** Folder in a run directory for the reports of earlier attempts. */
    private static final String ATTEMPTS = "attempts";

    private final Path file;
    private final Connection connection;

    private RunHistory(Path file, Connection connection) {
        this.file = file;
        this.connection = connection;
    }

    /**
     * Opens the file. Creates it if it does not exist, and migrates it if an older version wrote it.
     *
     * @throws HistoryException if the file is damaged, locked, not writable, or was written by a newer version
     */
    public static RunHistory open(Path file) {
        return open(file, PATIENCE);
    }

    /** Opens the file as {@link #open(Path)} does, waiting for other writers as long as {@code busy}. */
    static RunHistory open(Path file, Duration busy) {
        try {
            return new RunHistory(file, HistoryDatabase.open(file, busy));
        } catch (SQLException | IOException e) {
            throw Problems.of(file, e);
        }
    }

    /**
     * Opens an existing file to read it only. Nothing that happens through this instance changes the file.
     *
     * @throws HistoryException if the file is damaged or locked, or if another version of the program wrote it
     */
    public static RunHistory openReadOnly(Path file) {
        try {
            return new RunHistory(file, HistoryDatabase.openReadOnly(file, PATIENCE));
        } catch (SQLException e) {
            throw Problems.of(file, e);
        }
    }

    /** Returns an empty history in memory that reports {@code file} as its path. The file is not created. */
    public static RunHistory empty(Path file) {
        try {
            return new RunHistory(file, HistoryDatabase.openInMemory());
        } catch (SQLException e) {
            throw Problems.of(file, e);
        }
    }

    /** Wraps an open connection without migrating the file. */
    static RunHistory over(Path file, Connection connection) {
        return new RunHistory(file, connection);
    }

    /**
     * Sets a folder in which SQLite's native library is kept for later processes. Call this before any history is
     * opened. Otherwise every process unpacks the library, which takes longer than everything a run records. Because
     * the library is executed, the folder must belong to the user and must not be writable by others; if it is not
     * safe, every process unpacks its own copy.
     */
    public static void keepLibraryIn(Path folder) {
        SqliteLibrary.keepIn(folder);
    }

    /** Returns the path of the file. */
    public Path file() {
        return file;
    }

    /**
     * Adds an attempt, or replaces what is known about it, and links it to the previous attempt in the same directory.
     */
    public void record(Attempt attempt) {
        recordAll(List.of(attempt));
    }

    /** Adds several attempts in one transaction. */
    public void recordAll(List<Attempt> attempts) {
        change(() -> {
            RunRows rows = new RunRows(connection);
            for (Attempt attempt : attempts) {
                rows.put(attempt);
            }
        });
    }

    /** Changes what users have written on a run, also while it is running. */
    public void label(String runId, UnaryOperator<RunDescription.Label> change) {
        change(() -> {
            RunRows rows = new RunRows(connection);
            RunDescription.Label before = rows.label(runId);
            rows.label(runId, change.apply(before));
        });
    }

    /** The result of tidying up: attempts imported from the spool, attempts found crashed, and problems. */
    public record Tidied(int imported, int crashed, List<String> problems) {
        public Tidied {
            problems = List.copyOf(problems);
        }
    }

    /**
     * Imports spooled attempts, and closes attempts whose process no longer exists, using the last report they wrote.
     */
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
            problems.add("cannot import from " + spool.folder() + " (" + Reason.of(e) + ")");
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
        return crashed.isEmpty() ? 0 : recordCrashed(crashed);
    }

    /** Records attempts as crashed, unless they have ended properly since they were looked at. */
    private int recordCrashed(List<Attempt> crashed) {
        AtomicInteger recorded = new AtomicInteger();
        change(() -> {
            RunRows rows = new RunRows(connection);
            for (Attempt attempt : crashed) {
                String status = Sql.first(
                                connection,
                                "SELECT status FROM runs WHERE run_id = ?",
                                row -> row.getString(1),
                                attempt.runId())
                        .orElse("");
                if (status.equals(HistoryStatus.RUNNING.word())) {
                    rows.put(attempt);
                    recorded.incrementAndGet();
                }
            }
        });
        return recorded.get();
    }

    /**
     * Returns the attempt with that id as it is now: a running one has the report that it last wrote to its directory.
     * Empty if there is none.
     */
    public Optional<Attempt> current(String runId) {
        return attempt(runId).map(RunHistory::current);
    }

    /**
     * Returns an attempt as it is now, see {@link #current(String)}. An attempt whose process no longer exists has
     * crashed, also where the history cannot be written, so that {@link #tidy} could not close it.
     */
    static Attempt current(Attempt attempt) {
        if (attempt.status() != HistoryStatus.RUNNING) {
            return attempt;
        }
        boolean gone = attempt.origin().isGone(); // before the report is read, which its process may replace until then
        RunReport left = lastReport(attempt);
        return gone ? attempt.crashed(left) : attempt.now(left);
    }

    /** Returns the attempt with that id as it was recorded, including its report; empty if there is none. */
    public Optional<Attempt> attempt(String runId) {
        return read(() -> Sql.first(connection, "SELECT * FROM runs WHERE run_id = ?", this::attempt, runId));
    }

    /** Returns a number that changes whenever another process has changed the file. */
    public long changes() {
        return read(() -> Sql.number(connection, "PRAGMA data_version"));
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

    /** A query that reads from the history. */
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
                new RunDescription(
                        row.getString("input"),
                        row.getString("parent_run_id"),
                        RunDescription.Label.of(row.getString("name"), row.getString("tags"), row.getString("note"))),
                AttemptJson.decompress(stored, "history " + file + ": the report of run " + runId));
    }

    /**
     * Reads the last report that an attempt wrote to its directory, also if a later attempt there has moved it aside.
     * Returns null if there is none.
     */
    private static @Nullable RunReport lastReport(Attempt attempt) {
        Path directory = Path.of(attempt.origin().directory());
        return Stream.of(directory.resolve(REPORT), directory.resolve(ATTEMPTS).resolve(attempt.runId() + ".json"))
                .map(RunHistory::report)
                .flatMap(Optional::stream)
                .filter(report -> report.runId().equals(attempt.runId()))
                .findFirst()
                .orElse(null);
    }

    private static Optional<RunReport> report(Path file) {
        try {
            return Files.isRegularFile(file) ? Optional.of(JsonReport.read(file)) : Optional.empty();
        } catch (ReportException e) {
            return Optional.empty();
        }
    }
}
