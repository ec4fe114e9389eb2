package org.virnuc.sequences;

import htsjdk.samtools.util.BlockCompressedOutputStream;
import htsjdk.samtools.util.RuntimeIOException;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/**
 * FASTQ files of selected {@link AlignedReads}, compressed with bgzip: mates in two files in matching order, and all
 * other reads in a third. It contains the reads that {@code samtools collate | samtools fastq} would write; a read
 * without bases is left out.
 */
public final class FastqCopy implements ReadCopy {
    /** Memory for reads that wait for their mates, in bytes. */
    private static final long ROOM_BYTES = 64L << 20;

    private final BlockCompressedOutputStream firsts;
    private final BlockCompressedOutputStream seconds;
    private final BlockCompressedOutputStream singles;
    private final MatePairs mates;
    private long pairs;
    private long single;
    private long withoutBases;

    FastqCopy(OutputStream firsts, OutputStream seconds, OutputStream singles, Path scratch, String group) {
        this.firsts = compressed(firsts);
        this.seconds = compressed(seconds);
        this.singles = compressed(singles);
        this.mates = new MatePairs(scratch, group, ROOM_BYTES, new Writer());
    }

    @Override
    public void add(AlignedReads reads) throws IOException {
        if (reads.counts().hasBases(reads.record())) {
            reads.counts().note(reads.record());
            reads.counts().qualities(reads.record());
            mates.add(FastqRead.of(reads.number(), reads.record()));
        } else {
            withoutBases++;
        }
    }

    /** The number of pairs written with both mates. */
    public long pairCount() {
        return pairs;
    }

    /** The number of single reads written: unpaired reads, and mates without a partner. */
    public long singleCount() {
        return single;
    }

    public long withoutBasesCount() {
        return withoutBases;
    }

    @Override
    public void finish() throws IOException {
        mates.finish();
        try {
            firsts.close();
            seconds.close();
            singles.close();
        } catch (RuntimeIOException e) {
            throw ReadCopy.cause(e);
        }
    }

    @Override
    public void close() throws IOException {
        mates.close();
    }

    private final class Writer implements MatePairs.Found {
        @Override
        public void pair(FastqRead first, FastqRead second) throws IOException {
            try {
                first.write(firsts);
                second.write(seconds);
            } catch (RuntimeIOException e) {
                throw ReadCopy.cause(e);
            }
            pairs++;
        }

        @Override
        public void single(FastqRead read) throws IOException {
            try {
                read.write(singles);
            } catch (RuntimeIOException e) {
                throw ReadCopy.cause(e);
            }
            single++;
        }
    }

    private static BlockCompressedOutputStream compressed(OutputStream out) {
        return new BlockCompressedOutputStream(new NonClosingOutputStream(out), (File) null);
    }
}
