package org.virnuc.pipeline.stages;

import java.io.IOException;
import java.util.Set;
import org.virnuc.files.Digests;

/**
 * Chunks of some records, evenly spaced within each, as many of each record as there is room for.
 *
 * @param records ids
 * @param mostOfRecord the most chunks of one record
 * @param mostOfAll the most chunks of all records together
 */
public record RecordChoice(Set<String> records, int mostOfRecord, int mostOfAll) {

    public RecordChoice {
        records = Set.copyOf(records);
    }

    /** A text that differs if other chunks are chosen. */
    String digest() {
        String ids = String.join("\n", records.stream().sorted().toList());
        return Digests.ofText(ids) + ", " + mostOfRecord + " of a record, " + mostOfAll + " of all";
    }

    /** The numbers of the chosen chunks, over all records from 0. */
    RowSet of(Chunks chunks) throws IOException {
        int most = mostOfRecord;
        while (most > 1 && count(chunks, most) > mostOfAll) {
            most--;
        }
        RowSet chosen = new RowSet();
        long records = count(chunks, 1);
        long every = Math.max(1, (records + mostOfAll - 1) / mostOfAll);
        long begin = 0;
        long seen = 0;
        try (RecordTable.Reader table = chunks.records()) {
            for (RecordTable.Row row = table.next(); row != null; row = table.next()) {
                if (isChosen(row) && seen++ % every == 0) {
                    long of = Math.min(most, row.chunks());
                    for (long i = 0; i < of; i++) {
                        chosen.add(begin + i * row.chunks() / of);
                    }
                }
                begin += row.chunks();
            }
        }
        return chosen;
    }

    private long count(Chunks chunks, int most) throws IOException {
        long count = 0;
        try (RecordTable.Reader table = chunks.records()) {
            for (RecordTable.Row row = table.next(); row != null; row = table.next()) {
                count += isChosen(row) ? Math.min(most, row.chunks()) : 0;
            }
        }
        return count;
    }

    private boolean isChosen(RecordTable.Row row) {
        return row.chunks() > 0 && records.contains(row.id());
    }
}
