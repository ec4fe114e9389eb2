package org.virnuc.telemetry.history;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Forgets old runs; one that is on is never forgotten. */
public final class Retention {
    private static final String ENDED = "status <> 'running'";

    private final RunHistory history;

    public Retention(RunHistory history) {
        this.history = history;
    }

    /** What was forgotten, and the size of the runs kept before and after. */
    public record Pruned(long runs, long bytesBefore, long bytesAfter) {}

    /**
     * Forgets the runs started before {@code before}, and then the oldest until the rest is not larger than {@code maxBytes}.
     *
     * @param dryRun only tells what would be forgotten
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

    /** Gives the space of what was deleted back to the disk. */
    void shrink() {
        history.read(() -> {
            Sql.update(history.connection(), "VACUUM");
            return Sql.first(history.connection(), "PRAGMA wal_checkpoint(TRUNCATE)", row -> row.getInt(1));
        });
    }

    private static long olderThan(Connection connection, Instant before) throws SQLException {
        return Sql.update(connection, "DELETE FROM runs WHERE started_ms < ? AND " + ENDED, before.toEpochMilli());
    }

    /** Deletes the oldest twentieth again and again. */
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

    /** Bytes in use; pages that deleted rows have left do not count. */
    static long bytes(Connection connection) throws SQLException {
        long pages = Sql.number(connection, "PRAGMA page_count") - Sql.number(connection, "PRAGMA freelist_count");
        return pages * Sql.number(connection, "PRAGMA page_size");
    }

    /** Ends a transaction that was only to be looked at. */
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
