package org.virnuc.telemetry.history;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Checks whether the history file is intact, and repairs it if it is not. */
public final class HistoryCheck {
    private static final List<String> COMPANIONS = List.of("", "-wal", "-shm");

    private static final Logger LOG = LoggerFactory.getLogger(HistoryCheck.class);

    private HistoryCheck() {}

    /**
     * The result of a check.
     *
     * @param problems problems found; empty if the file is intact
     * @param runs number of runs in the file
     * @param bytes bytes in use
     * @param schema version of the file's schema
     */
    public record Found(List<String> problems, long runs, long bytes, int schema) {
        public Found {
            problems = List.copyOf(problems);
        }
    }

    /** Reads the complete file, including every report in it. */
    public static Found check(RunHistory history) {
        List<String> problems = new ArrayList<>();
        Connection connection = history.connection();
        attempt(
                history,
                problems,
                () -> Sql.query(connection, "PRAGMA integrity_check", row -> row.getString(1)).stream()
                        .filter(line -> !line.equals("ok"))
                        .forEach(problems::add));
        attempt(history, problems, () -> {
            int orphans = Sql.query(connection, "PRAGMA foreign_key_check", row -> row.getString(1))
                    .size();
            if (orphans > 0) {
                problems.add(orphans + " rows belong to no run");
            }
        });
        attempt(history, problems, () -> {
            for (String id : ids(connection)) {
                attempt(history, problems, () -> history.attempt(id));
            }
        });
        long[] figures = new long[3];
        attempt(history, problems, () -> {
            figures[0] = Sql.number(connection, "PRAGMA user_version");
            figures[1] = Retention.bytes(connection);
            figures[2] = Sql.number(connection, "SELECT count(*) FROM runs");
        });
        return new Found(problems, figures[2], figures[1], (int) figures[0]);
    }

    /** Runs one part of the check. If the part fails, its failure becomes a problem. */
    private static void attempt(RunHistory history, List<String> problems, Sql.Work part) {
        try {
            part.run();
        } catch (SQLException e) {
            problems.add(Problems.of(history.file(), e).getMessage());
        } catch (HistoryException e) {
            problems.add(e.getMessage());
        }
    }

    /**
     * Returns whether an exception means that the file is damaged or not a history, rather than merely inaccessible.
     */
    public static boolean isDamage(HistoryException e) {
        return e.getCause() instanceof SQLiteException sqlite
                && (Problems.primary(sqlite) == SQLiteErrorCode.SQLITE_CORRUPT
                        || Problems.primary(sqlite) == SQLiteErrorCode.SQLITE_NOTADB);
    }

    /** The result of a repair: the number of runs saved, and the new path of the damaged file. */
    public record Repaired(int saved, Path damaged) {}

    /**
     * Moves a damaged file aside and creates a new one with all runs that can still be read.
     *
     * @param suffix appended to the name of the damaged file
     */
    public static Repaired repair(Path file, String suffix) {
        Path aside = file.resolveSibling(file.getFileName() + suffix);
        try {
            for (String companion : COMPANIONS) {
                Path part = file.resolveSibling(file.getFileName() + companion);
                if (Files.exists(part)) {
                    Files.move(part, aside.resolveSibling(aside.getFileName() + companion));
                }
            }
        } catch (IOException e) {
            throw Problems.of(file, e);
        }
        int saved = 0;
        try (RunHistory fresh = RunHistory.open(file)) {
            for (Attempt attempt : readable(aside)) {
                fresh.record(attempt);
                saved++;
            }
        }
        return new Repaired(saved, aside);
    }

    private static List<Attempt> readable(Path damaged) {
        List<Attempt> attempts = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + damaged.toAbsolutePath());
                RunHistory old = RunHistory.over(damaged, connection)) {
            for (String id : idsThatCanBeRead(connection)) {
                readable(old, id).ifPresent(attempts::add);
            }
        } catch (SQLException unreadable) {
            return attempts;
        }
        return attempts;
    }

    private static Optional<Attempt> readable(RunHistory old, String id) {
        try {
            return old.attempt(id);
        } catch (HistoryException lost) {
            return Optional.empty();
        }
    }

    private static List<String> ids(Connection connection) throws SQLException {
        return Sql.query(connection, "SELECT run_id FROM runs NOT INDEXED ORDER BY seq", row -> row.getString(1));
    }

    /** Collects the ids that can be read from the table or from its index, each as far as it is readable. */
    private static Set<String> idsThatCanBeRead(Connection connection) {
        Set<String> ids = new LinkedHashSet<>();
        for (String way : List.of("NOT INDEXED ORDER BY seq", "NOT INDEXED ORDER BY seq DESC", "ORDER BY run_id")) {
            try (PreparedStatement statement = connection.prepareStatement("SELECT run_id FROM runs " + way);
                    ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    ids.add(rows.getString(1));
                }
            } catch (SQLException damaged) {
                LOG.debug("{}: what comes after {} ids cannot be read", way, ids.size(), damaged);
            }
        }
        return ids;
    }
}
