package org.virnuc.calling.reads;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.virnuc.calling.TextOutput;
import org.virnuc.calling.parquet.ParquetTable;
import org.virnuc.calling.parquet.ParquetTable.Column;
import org.virnuc.calling.parquet.ParquetTable.Kind;
import org.virnuc.sequences.AlignedReads;

/** {@code read_labels.tsv} and {@code read_labels.parquet}: the same row for every read, in the order of the alignments. */
final class ReadLabelTable {
    private static final List<Column> COLUMNS = List.of(
            new Column("read", Kind.TEXT),
            new Column("mate", Kind.LONG),
            new Column("contig", Kind.TEXT),
            new Column("call", Kind.TEXT),
            new Column("tier", Kind.TEXT),
            new Column("mapped", Kind.BOOLEAN),
            new Column("reason", Kind.TEXT));

    private final TextOutput lines;
    private final ParquetTable parquet;

    ReadLabelTable(OutputStream text, OutputStream columns) throws IOException {
        lines = new TextOutput(text);
        lines.text()
                .append(String.join("\t", COLUMNS.stream().map(Column::name).toList()))
                .append('\n');
        parquet = new ParquetTable("read_labels", COLUMNS, columns);
    }

    /** Adds the read that {@code reads} are at. */
    void add(AlignedReads reads, ReadLabel label) throws IOException {
        String name = reads.readName();
        int mate = reads.mate();
        boolean mapped = reads.contig() >= 0;
        String contig = mapped ? reads.contigName(reads.contig()) : "";
        lines.text().append(name).append('\t').append(mate).append('\t').append(contig);
        lines.text().append('\t').append(label.call()).append('\t').append(label.tier());
        lines.text().append('\t').append(mapped).append('\t').append(label.reasonWord());
        lines.text().append('\n');
        lines.lineDone();
        parquet.add(name, (long) mate, contig, label.call(), label.tier(), mapped, label.reasonWord());
    }

    void finish() throws IOException {
        lines.flush();
        parquet.close();
    }
}
