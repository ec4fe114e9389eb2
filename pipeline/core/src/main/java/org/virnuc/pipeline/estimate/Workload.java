package org.virnuc.pipeline.estimate;

import java.io.IOException;
import org.virnuc.pipeline.run.ScratchRun;
import org.virnuc.pipeline.stages.Duplicates;
import org.virnuc.pipeline.stages.EncoderLoad.Count;
import org.virnuc.pipeline.stages.SequenceShards;
import org.virnuc.sequences.FastaReader;

/**
 * The amount of work in an input. Encoders compute identical frames once.
 *
 * @param frames number of rows of every stage from splitting on
 * @param nucleotides sequences for the DNA encoder
 * @param proteins sequences for the protein encoder
 */
record Workload(long frames, Count nucleotides, Count proteins) {

    static Workload of(ScratchRun.Prepared prepared) throws IOException {
        return new Workload(prepared.frames().frameCount(), count(prepared.nucleotides()), count(prepared.proteins()));
    }

    /** Counts the distinct sequences of all rows, in one pass. */
    private static Count count(SequenceShards shards) throws IOException {
        long different = 0;
        long letters = 0;
        try (Duplicates duplicates = shards.duplicates()) {
            for (int shard = 1; shard <= shards.shards(); shard++) {
                long firstRow = shards.firstRowOf(shard);
                long[] firstOf = duplicates.firstOf(firstRow, shards.rowsOf(shard));
                try (FastaReader reader = shards.open(shard)) {
                    for (int row = 0; reader.next(); row++) {
                        if (firstOf[row] == firstRow + row) {
                            different++;
                            letters += reader.length();
                        }
                    }
                }
            }
        }
        return new Count(different, letters);
    }
}
