package org.virnuc.pipeline.stages;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.virnuc.sequences.FastaReader;
import org.virnuc.sequences.Quoted;

/** Reads the letters of chosen rows in order, in blocks. Files without a chosen row are not opened. */
final class ChosenRows implements Closeable {
    private final FrameRows frames;
    private final RowSet chosen;
    private long next;
    private int shard;
    private long row;
    private @Nullable FastaReader nucleotides;
    private @Nullable FastaReader proteins;

    ChosenRows(FrameRows frames, RowSet chosen) {
        this.frames = frames;
        this.chosen = chosen;
        this.next = chosen.next(0);
    }

    /** Some rows with their nucleotides and proteins. */
    record Block(List<Long> rows, List<String> nucleotides, List<String> proteins) {
        private Block() {
            this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        }

        int size() {
            return rows.size();
        }
    }

    /** The next rows, at most {@code most}; an empty block at the end. */
    Block next(int most) throws IOException {
        Block block = new Block();
        while (block.size() < most && next >= 0) {
            seek(next);
            FastaReader dna = nucleotides;
            FastaReader protein = proteins;
            if (dna == null || protein == null || !dna.id().equals(protein.id())) {
                throw new IllegalStateException("frame " + next + " of the nucleotides, "
                        + (dna == null ? "none" : Quoted.of(dna.id())) + ", is not that of the proteins, "
                        + (protein == null ? "none" : Quoted.of(protein.id())) + "; run again with `force`");
            }
            block.rows().add(next);
            block.nucleotides().add(dna.sequenceText());
            block.proteins().add(protein.sequenceText());
            next = chosen.next(next + 1);
        }
        return block;
    }

    private void seek(long wanted) throws IOException {
        int holder = SequenceShards.shardOf(wanted);
        FastaReader dna = nucleotides;
        FastaReader protein = proteins;
        if (holder != shard || dna == null || protein == null) {
            close();
            shard = holder;
            row = frames.nucleotides().firstRowOf(shard) - 1;
            nucleotides = dna = frames.nucleotides().open(shard);
            proteins = protein = frames.proteins().open(shard);
        }
        for (; row < wanted; row++) {
            if (!dna.next() || !protein.next()) {
                throw new IllegalStateException("frame " + wanted + " is missing; run again with `force`");
            }
        }
    }

    @Override
    public void close() throws IOException {
        if (nucleotides != null) {
            nucleotides.close();
        }
        if (proteins != null) {
            proteins.close();
        }
    }
}
