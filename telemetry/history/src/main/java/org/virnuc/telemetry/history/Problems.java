package org.virnuc.telemetry.history;

import java.nio.file.Path;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;
import org.virnuc.files.Reason;

/** Translates exceptions from SQLite and the file system into one line that says what to do. */
final class Problems {
    private Problems() {}

    static HistoryException of(Path file, Exception e) {
        return new HistoryException("history " + file + " " + text(e), e);
    }

    private static String text(Exception e) {
        SQLiteErrorCode code = e instanceof SQLiteException sqlite ? primary(sqlite) : SQLiteErrorCode.UNKNOWN_ERROR;
        return switch (code) {
            case SQLITE_BUSY, SQLITE_LOCKED -> "is locked by another process; try again once that has ended";
            case SQLITE_CORRUPT -> "is damaged; save what can be read by: `repair`";
            case SQLITE_NOTADB -> "is not a history file; name another one, or move it aside by: `repair`";
            case SQLITE_READONLY, SQLITE_PERM, SQLITE_CANTOPEN, SQLITE_AUTH ->
                "cannot be written; make it and its" + " folder writable, or name another file by VIRNUC_HISTORY";
            case SQLITE_FULL ->
                "cannot grow: the disk is full; free some space, or name another file by" + " VIRNUC_HISTORY";
            default -> "cannot be used (" + first(e) + "); name another file by VIRNUC_HISTORY";
        };
    }

    /** Returns the primary result code, which SQLite's extended codes contain in their lowest byte. */
    static SQLiteErrorCode primary(SQLiteException e) {
        return SQLiteErrorCode.getErrorCode(e.getResultCode().code & 0xff);
    }

    private static String first(Exception e) {
        return e instanceof SQLException
                ? String.valueOf(e.getMessage()).lines().findFirst().orElse("")
                : Reason.of(e);
    }
}
