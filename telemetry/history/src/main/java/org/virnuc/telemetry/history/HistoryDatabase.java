package org.virnuc.telemetry.history;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Objects;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Opens the history file and migrates it to the schema of this version. */
final class HistoryDatabase {
    /** Schema version of this program. A file states its own in {@code PRAGMA user_version}. */
    static final int SCHEMA_VERSION = 3;

    private static final int TRIES = 50;

    private HistoryDatabase() {}

    /**
     * Opens the file, and creates it if it does not exist.
     *
     * @param busy how long to wait for other writers
     * @throws HistoryException if the file was written by a newer version
     */
    static Connection open(Path file, Duration busy) throws SQLException, IOException {
        Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent());
        Files.createDirectories(folder, ownersOnly(folder));
        Connection connection = connect(address(file.toAbsolutePath()), busy);
        try {
            useWriteAheadLog(connection, busy);
            migrate(connection, file);
            return connection;
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /** What follows a question mark in the path of a JDBC address is taken for parameters, but not in a URI. */
    private static String address(Path file) {
        String path = file.toString();
        return path.indexOf('?') < 0
                ? "jdbc:sqlite:" + path
                : "jdbc:sqlite:file:" + file.toUri().getRawPath();
    }

    /**
     * A folder that is made for a history is its owner's alone, because a history says who ran what and where. In a
     * folder that is there already, the history has the permissions of any new file, so that a group can share it.
     */
    private static FileAttribute<?>[] ownersOnly(Path folder) {
        return folder.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
                }
                : new FileAttribute<?>[0];
    }

    /**
     * Opens an existing file to read it only.
     *
     * @throws HistoryException if another version wrote the file: an older one would need a migration
     */
    static Connection openReadOnly(Path file, Duration busy) throws SQLException {
        SQLiteConfig config = config(busy);
        config.setReadOnly(true);
        Connection connection = config.createConnection(address(file.toAbsolutePath()));
        try {
            int version = version(connection, file);
            if (version < SCHEMA_VERSION) {
                throw new HistoryException("history " + file + " was written by an older virnuc (schema " + version
                        + ", this version reads " + SCHEMA_VERSION + "); the next run, or: `allRuns`, migrates it");
            }
            return connection;
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /** Opens an empty history in memory. */
    static Connection openInMemory() throws SQLException {
        Connection connection = connect("jdbc:sqlite::memory:", Duration.ZERO);
        migrate(connection, Path.of("memory"));
        return connection;
    }

    private static Connection connect(String url, Duration busy) throws SQLException {
        return config(busy).createConnection(url);
    }

    private static SQLiteConfig config(Duration busy) {
        SqliteLibrary.prepare();
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout((int) busy.toMillis());
        config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        config.setSynchronous(SQLiteConfig.SynchronousMode.NORMAL);
        config.enforceForeignKeys(true);
        return config;
    }

    /**
     * Switches to write-ahead logging. Retries by itself, because SQLite does not wait if several processes switch a
     * new file at the same time.
     */
    private static void useWriteAheadLog(Connection connection, Duration busy) throws SQLException {
        for (int left = TRIES; ; left--) {
            try {
                Sql.first(connection, "PRAGMA journal_mode = WAL", row -> row.getString(1));
                return;
            } catch (SQLiteException e) {
                if (left == 0 || e.getResultCode() != SQLiteErrorCode.SQLITE_BUSY) {
                    throw e;
                }
                pause(busy.dividedBy(TRIES));
            }
        }
    }

    private static void pause(Duration time) throws SQLException {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLException("interrupted while waiting for the file", e);
        }
    }

    private static void migrate(Connection connection, Path file) throws SQLException {
        if (version(connection, file) == SCHEMA_VERSION) {
            return;
        }
        Sql.transaction(connection, () -> {
            // Read again within the transaction: another process may have migrated the file meanwhile.
            for (int next = version(connection, file) + 1; next <= SCHEMA_VERSION; next++) {
                migrateTo(connection, next);
                if (next == ReportColumns.SCHEMA_VERSION) {
                    ReportColumns.fill(connection);
                }
            }
        });
    }

    /** Executes one step of the migration, within a transaction. */
    static void migrateTo(Connection connection, int version) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : script(version).split(";\\s*\\n", -1)) {
                if (!sql.isBlank()) {
                    statement.execute(sql);
                }
            }
            statement.execute("PRAGMA user_version = " + version);
        }
    }

    private static int version(Connection connection, Path file) throws SQLException {
        int version = (int) Sql.number(connection, "PRAGMA user_version");
        if (version > SCHEMA_VERSION) {
            throw new HistoryException(
                    "history " + file + " was written by a newer virnuc (schema " + version + ", this version knows "
                            + SCHEMA_VERSION + "); update virnuc, or name another file by VIRNUC_HISTORY");
        }
        return version;
    }

    private static String script(int version) {
        String name = "schema-" + version + ".sql";
        try (InputStream in = HistoryDatabase.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
