package org.virnuc.telemetry.history;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Deletes old runs from the history. Running runs are never deleted. */
public final class Retention {
    private static final String ENDED = "status <> 'running'";

    private final RunHistory history;

    public Retention(RunHistory history) {
        this.history = history;
    }

    /** The result of a deletion: the number of runs deleted, and the size of the history before and after, in bytes. */
    public record Pruned(long runs, long bytesBefore, long bytesAfter) {}

    /**
     * Deletes the runs that started before {@code before}, then the oldest ones until the rest takes at most
     * {@code maxBytes}.
     *
     * @param dryRun whether to report what would be deleted without deleting it
     */
    public Pruned prune(Optional<Instant> before, Optional<Long> maxBytes, boolean dryRun) {
        Connection connection = history.connection();
        long[] figures = new long[3];
        try {
            history.change(() -> {
                figures[1] = bytes(connection);
                figures[0] = before.isPresent() ? olderThan(connection, before.get()) : 0;
                if (maxBytes.isPresent()) {
                    figures[0] += largerThan(connection, maxBytes.get());
                }
                figures[2] = bytes(connection);
                if (dryRun) {
                    throw new Undone();
                }
            });
        } catch (Undone wanted) {
            return new Pruned(figures[0], figures[1], figures[2]);
        }
        if (figures[0] > 0) {
            shrink();
        }
        return new Pruned(figures[0], figures[1], figures[2]);
    }

    /** Returns the space of deleted runs to the file system. */
    void shrink() {
        history.read(() -> {
            Sql.update(history.connection(), "VACUUM");
            return Sql.first(history.connection(), "PRAGMA wal_checkpoint(TRUNCATE)", row -> row.getInt(1));
        });
    }

    private static long olderThan(Connection connection, Instant before) throws SQLException {
        return Sql.update(connection, "DELETE FROM runs WHERE started_ms < ? AND " + ENDED, before.toEpochMilli());
    }

    /** Deletes the oldest twentieth of the runs, repeatedly, until the rest fits. */
    private static long largerThan(Connection connection, long maxBytes) throws SQLException {
        long deleted = 0;
        while (bytes(connection) > maxBytes) {
            long some = 1 + Sql.number(connection, "SELECT count(*) FROM runs WHERE " + ENDED) / 20;
            int gone = Sql.update(
                    connection,
                    "DELETE FROM runs WHERE seq IN (SELECT seq FROM runs WHERE " + ENDED
                            + " ORDER BY started_ms, seq LIMIT ?)",
                    some);
            if (gone == 0) {
                return deleted;
            }
            deleted += gone;
        }
        return deleted;
    }

    /** Returns the bytes in use, without free pages that deleted rows left behind. */
    static long bytes(Connection connection) throws SQLException {
        long pages = Sql.number(connection, "PRAGMA page_count") - Sql.number(connection, "PRAGMA freelist_count");
        return pages * Sql.number(connection, "PRAGMA page_size");
    }

    /** Thrown to roll back a transaction whose result was only to be measured. */
    private static final class Undone extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Undone() {
            super(null, null, false, false);
        }

        @Override
        public @Nullable String getMessage() {
            return null;
        }
    }
}
