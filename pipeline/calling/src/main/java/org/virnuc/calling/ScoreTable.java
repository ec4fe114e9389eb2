package org.virnuc.calling;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.virnuc.calling.parquet.ParquetTable;
import org.virnuc.calling.parquet.ParquetTable.Column;
import org.virnuc.calling.parquet.ParquetTable.Kind;

/**
 * {@code scores.parquet}: a row for every scored frame, in the order of {@code prediction_results.txt}. Ids may occur twice, numbers of
 * records do not; start and end are those of the chunk on the record, from 0, the end not included.
 */
final class ScoreTable {
    private static final List<Column> COLUMNS = List.of(
            new Column("record", Kind.TEXT),
            new Column("record_number", Kind.LONG),
            new Column("chunk", Kind.LONG),
            new Column("start", Kind.LONG),
            new Column("end", Kind.LONG),
            new Column("frame", Kind.TEXT),
            new Column("score1", Kind.FLOAT),
            new Column("score2", Kind.FLOAT),
            new Column("prediction", Kind.TEXT));

    private final ParquetTable table;
    private final boolean cascade;
    private String id = "";
    private String readable = "";

    /** A table that says, where {@code cascade}, which of the two models the scores are of. */
    ScoreTable(OutputStream out, boolean cascade) throws IOException {
        this.cascade = cascade;
        List<Column> columns = new ArrayList<>(COLUMNS);
        if (cascade) {
            columns.add(new Column("model", Kind.TEXT));
        }
        table = new ParquetTable("scores", columns, out);
    }

    /** Adds a frame of the chunk that comes next in {@code record}. */
    void add(RecordScores record, String frame, float others, float virus, boolean isVirus) throws IOException {
        if (!id.equals(record.id())) {
            id = record.id();
            readable = new String(id.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        }
        int chunk = record.chunks();
        List<Object> row = new ArrayList<>(List.of(
                readable,
                record.number(),
                chunk + 1L,
                record.start(chunk),
                record.end(chunk),
                frame,
                others,
                virus,
                isVirus ? RecordVerdict.VIRUS.word() : RecordVerdict.OTHERS.word()));
        if (cascade) {
            row.add(record.isNextByBigModel() ? "big" : "small");
        }
        table.add(row.toArray());
    }

    /** Writes the end of the file. */
    void finish() throws IOException {
        table.close();
    }
}
