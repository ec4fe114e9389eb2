package org.virnuc.pipeline.stages;

import java.io.Closeable;
import java.io.IOException;

/**
 * Vectors of frames by row, where one shard has both of them. The vector of a repeated sequence may lie in an earlier
 * shard; what is made from the vectors of one shard can be computed where no other shard is at hand.
 */
final class FrameVectors implements Closeable {
    private final VectorSource dna;
    private final VectorSource protein;
    private final EvidenceModels.Widths widths;

    FrameVectors(Embeddings embeddings, EvidenceModels.Widths widths) {
        this.dna = new VectorSource(embeddings.dna());
        this.protein = new VectorSource(embeddings.protein());
        this.widths = widths;
    }

    /** Whether a row and both of its vectors lie in a shard. No other shard is read. */
    boolean holds(long row, int shard) throws IOException {
        return SequenceShards.shardOf(row) == shard
                && SequenceShards.shardOf(firstOf(dna, row)) == shard
                && SequenceShards.shardOf(firstOf(protein, row)) == shard;
    }

    /** Copies both vectors of a row to a place in a matrix, the DNA vector first. */
    void copy(long row, float[] into, int at) throws IOException {
        dna.copy(new long[] {firstOf(dna, row)}, into, at, widths.both());
        protein.copy(new long[] {firstOf(protein, row)}, into, at + widths.dna(), widths.both());
    }

    private static long firstOf(VectorSource source, long row) throws IOException {
        int shard = SequenceShards.shardOf(row);
        return source.shard(shard).firstOf((int) (row % SequenceShards.ROWS_PER_SHARD));
    }

    @Override
    public void close() throws IOException {
        try {
            dna.close();
        } finally {
            protein.close();
        }
    }
}
