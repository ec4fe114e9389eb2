package org.virnuc.pipeline.stages;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import org.virnuc.engine.FinishedStage;
import org.virnuc.sequences.FastaReader;

/**
 * The frames' nucleotides or proteins in files of {@link #ROWS_PER_SHARD}, in order, and which of them are identical.
 * Shards are numbered from 1 like their files, rows from 0 over all shards.
 *
 * @param extension of the files, with its dot
 */
public record SequenceShards(FinishedStage stage, String extension) {
    /** Records of every shard but the last, as in VirNucPro. */
    public static final int ROWS_PER_SHARD = 10_000;

    static final String ROWS = "rows";
    static final String UNIQUE = "unique";

    /** The number of rows. */
    public long rows() {
        return stage.count(ROWS);
    }

    /** The number of different sequences. */
    public long unique() {
        return stage.count(UNIQUE);
    }

    /** The number of shards; none without rows. */
    public int shards() {
        return shards(rows());
    }

    /** The global number of a shard's first row. */
    public long firstRowOf(int shard) {
        Objects.checkIndex(shard - 1, shards());
        return (long) (shard - 1) * ROWS_PER_SHARD;
    }

    /** The shard that holds a row. */
    public static int shardOf(long row) {
        return Math.toIntExact(row / ROWS_PER_SHARD + 1);
    }

    /** The number of rows of a shard. */
    public int rowsOf(int shard) {
        Objects.checkIndex(shard - 1, shards());
        return rowsOf(shard, rows());
    }

    /** The number of rows of a shard; none for shards beyond the last. */
    public int rowsIn(int shard) {
        return shard <= shards() ? rowsOf(shard) : 0;
    }

    /** The file of a shard. */
    public Path file(int shard) {
        Objects.checkIndex(shard - 1, shards());
        return stage.file(fileName(shard, extension));
    }

    /** Streams a shard. */
    public FastaReader open(int shard) throws IOException {
        return FastaReader.trusted(file(shard));
    }

    /** The first row with the identical sequence, for each row. */
    public Duplicates duplicates() throws IOException {
        return Duplicates.open(stage.file(Duplicates.FILE_NAME));
    }

    static String fileName(int shard, String extension) {
        return "output_" + shard + extension;
    }

    /** The number of rows of a shard, given the total number of rows. */
    static int rowsOf(int shard, long allRows) {
        return (int) Math.min(ROWS_PER_SHARD, allRows - (long) (shard - 1) * ROWS_PER_SHARD);
    }

    static int shards(long rows) {
        return Math.toIntExact((rows + ROWS_PER_SHARD - 1) / ROWS_PER_SHARD);
    }
}
