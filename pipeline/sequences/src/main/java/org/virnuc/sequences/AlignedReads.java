package org.virnuc.sequences;

import htsjdk.samtools.SAMRecord;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The reads of a BAM, SAM or CRAM file, one after another, with the contigs that they lie on: places in the list of the file's header. */
public final class AlignedReads implements Closeable {
    private static final String ADVICE =
            "; align the reads to the contigs, as with minimap2 -a or bwa mem, and name what"
                    + " that writes with `aligned`";

    private final String name;
    private final Alignments alignments;
    private final AlignmentHeader header;
    private @Nullable SAMRecord record;
    private long alignmentCount;
    private final ReadCounts counts = new ReadCounts();
    private long reads;

    private AlignedReads(String name, Alignments alignments) {
        this.name = name;
        this.alignments = alignments;
        this.header = alignments.header();
    }

    /**
     * Begins to read.
     *
     * @param name what messages call the file
     * @param reference the FASTA to which CRAM keeps its reads as differences
     * @throws InputException where it is no such file, or its reads were aligned to nothing
     */
    public static AlignedReads open(Path path, String name, Optional<Path> reference) throws IOException {
        AlignedReads reads = new AlignedReads(name, InputFile.openAligned(path, name, reference));
        if (reads.header.contigCount() == 0) {
            reads.close();
            throw new InputException(name + ": its header names no sequences, so its reads are not aligned" + ADVICE);
        }
        return reads;
    }

    /** For content that begins otherwise. */
    static InputException notAligned(String name) {
        return new InputException(name + ": this is not BAM, CRAM, or SAM with a header" + ADVICE);
    }

    /** Goes to the next read, past secondary and supplementary alignments; false at the end. */
    public boolean next() throws IOException {
        for (record = alignments.next(); record != null; record = alignments.next()) {
            alignmentCount++;
            if (counts.isRead(record)) {
                check(record);
                reads++;
                return true;
            }
        }
        return false;
    }

    /** How many records there were: reads, secondary and supplementary alignments. */
    public long alignmentCount() {
        return alignmentCount;
    }

    /** What was left out so far, and what a user may want to know of. */
    public ReadCounts counts() {
        return counts;
    }

    /** The place of the read among the reads of the file, from 1. */
    long number() {
        return reads;
    }

    /** The read's name, without the number of the mate. */
    public String readName() {
        return record().getReadName();
    }

    /** 1 or 2 for the mates of a pair, 0 for a read that is neither or both. */
    public int mate() {
        return ReadText.mate(record());
    }

    /** The place of the read's contig; -1 where it lies on none. */
    public int contig() {
        return record().getReadUnmappedFlag() ? -1 : record().getReferenceIndex();
    }

    public int contigCount() {
        return header.contigCount();
    }

    /** The place of a contig; -1 where the header does not name it. */
    public int contig(String id) {
        return header.place(id);
    }

    public String contigName(int contig) {
        return header.contig(contig).name();
    }

    /** In bases. */
    public long contigLength(int contig) {
        return header.contig(contig).length();
    }

    /** Whether the file, read to its end, has the mark that whole files end with; true where its format has none. */
    public boolean endsWhole() throws IOException {
        return alignments.endsWhole();
    }

    /** What messages call the file. */
    public String name() {
        return name;
    }

    /** Begins a BAM file for some of the reads; {@code out} stays open. */
    public ReadCopy bam(OutputStream out) throws IOException {
        return new BamCopy(header, out);
    }

    /**
     * Begins FASTQ files for some of the reads; the streams stay open.
     *
     * @param scratch a folder for temporary files
     * @param group what their names begin with
     */
    public FastqCopy fastq(
            OutputStream firsts, OutputStream seconds, OutputStream singles, Path scratch, String group) {
        return new FastqCopy(firsts, seconds, singles, scratch, group);
    }

    SAMRecord record() {
        return Objects.requireNonNull(record, "next() has said that there is one");
    }

    /** BAM can hold what no table can. */
    private void check(SAMRecord read) {
        if (read.getReadName().chars().anyMatch(c -> c < ' ')) {
            throw new InputException(name + ", read " + (reads + 1)
                    + ": its name holds a tab or the end of a line, which SAM forbids; rename the reads");
        }
    }

    @Override
    public void close() throws IOException {
        alignments.close();
    }
}
