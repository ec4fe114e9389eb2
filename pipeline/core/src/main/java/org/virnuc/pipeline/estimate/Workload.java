package org.virnuc.pipeline.estimate;

import java.io.IOException;
import org.virnuc.pipeline.run.ScratchRun;
import org.virnuc.pipeline.stages.ChunkTable;
import org.virnuc.pipeline.stages.DnaOnlyStage;
import org.virnuc.pipeline.stages.Duplicates;
import org.virnuc.pipeline.stages.ScoredChunks.ChunkedFrames;
import org.virnuc.pipeline.stages.SequenceShards;
import org.virnuc.pipeline.stages.StretchCursor;
import org.virnuc.pipeline.stages.StretchSelection;
import org.virnuc.sequences.FastaReader;
import org.virnuc.sequences.StretchFinder;
import org.virnuc.sequences.StretchFinder.Stretch;

/**
 * The amount of work in an input. Encoders compute identical frames once.
 *
 * @param frames number of rows of every stage from splitting on
 * @param nucleotides sequences for the DNA encoder
 * @param proteins sequences for the protein encoder
 */
record Workload(long frames, Sequences nucleotides, Sequences proteins) {

    /** The number of distinct sequences and of their letters. */
    record Sequences(long different, long letters) {
        /** Counts the sequences of all rows, in one pass. */
        static Sequences of(SequenceShards shards) throws IOException {
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
            return new Sequences(different, letters);
        }
    }

    /**
     * Counts the chunks that the DNA encoder reads again because they have no frame worth scoring. Duplicates are
     * counted individually.
     */
    static Sequences dnaOnly(ScratchRun.Prepared prepared) throws IOException {
        long chunks = 0;
        long letters = 0;
        try (FastaReader reader = prepared.chunks().open();
                ChunkTable.Reader table = prepared.frames().chunks()) {
            while (reader.next()) {
                if (DnaOnlyStage.scores(table.next(), reader.length())) {
                    chunks++;
                    letters += reader.length();
                }
            }
        }
        return new Sequences(chunks, letters);
    }

    /** The stretches of chunks that both encoders read after the frames. */
    record Stretches(Sequences nucleotides, Sequences proteins) {
        /** Counts stretches; duplicates are counted individually. */
        static Stretches of(ScratchRun.Prepared prepared, StretchSelection selection) throws IOException {
            long stretches = 0;
            long letters = 0;
            long residues = 0;
            try (StretchCursor cursor =
                    new StretchCursor(new ChunkedFrames(prepared.chunks(), prepared.frames()), selection)) {
                while (cursor.next()) {
                    for (Stretch stretch : cursor.stretches()) {
                        stretches++;
                        letters += stretch.nucleotides().length();
                        residues += stretch.protein().length();
                    }
                }
            }
            return new Stretches(new Sequences(stretches, letters), new Sequences(stretches, residues));
        }

        /** Counts what a chunk head needs: whole chunks, and those of their stretches that are not whole frames. */
        static Stretches ofJudged(ScratchRun.Prepared prepared, StretchFinder.Limits limits) throws IOException {
            long chunks = 0;
            long stretches = 0;
            long letters = 0;
            long residues = 0;
            StretchSelection selection = new StretchSelection(limits, true);
            try (StretchCursor cursor =
                    new StretchCursor(new ChunkedFrames(prepared.chunks(), prepared.frames()), selection)) {
                while (cursor.next()) {
                    chunks++;
                    letters += cursor.length();
                    for (Stretch stretch : cursor.stretches()) {
                        if (!stretch.isFrame(cursor.length())) {
                            stretches++;
                            letters += stretch.nucleotides().length();
                            residues += stretch.protein().length();
                        }
                    }
                }
            }
            return new Stretches(new Sequences(chunks + stretches, letters), new Sequences(stretches, residues));
        }
    }

    static Workload of(ScratchRun.Prepared prepared) throws IOException {
        return new Workload(
                prepared.frames().frameCount(),
                Sequences.of(prepared.nucleotides()),
                Sequences.of(prepared.proteins()));
    }
}
