package org.virnuc.telemetry.history;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.virnuc.telemetry.RunReport;

/** Fills columns that schema 3 added with what the reports in the file say. */
final class ReportColumns {
    static final int SCHEMA_VERSION = 3;

    private ReportColumns() {}

    /** Reads every report, within the transaction of a migration. A report that cannot be read leaves its row as it is. */
    static void fill(Connection connection) throws SQLException {
        try (PreparedStatement all = connection.prepareStatement("SELECT run_seq, json_gzip FROM reports");
                PreparedStatement update = connection.prepareStatement(
                        "UPDATE runs SET prompt_tokens = ?, completion_tokens = ?, outcome = ? WHERE seq = ?");
                ResultSet rows = all.executeQuery()) {
            while (rows.next()) {
                RunReport report = report(rows.getBytes(2));
                if (report != null) {
                    RunReport.Totals totals = report.totals();
                    Sql.bind(
                            update,
                            totals.promptTokens(),
                            totals.completionTokens(),
                            Outcome.json(report.outcome()),
                            rows.getLong(1));
                    update.executeUpdate();
                }
            }
        }
    }

    private static @Nullable RunReport report(byte[] stored) {
        try {
            return AttemptJson.decompress(stored, "a report");
        } catch (HistoryException damaged) {
            return null; // virnuc runs check names it
        }
    }
}
