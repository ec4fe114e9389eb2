package org.virnuc.sequences;

import htsjdk.samtools.SAMRecord;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Iterates over the reads of a BAM, SAM or CRAM file and the contigs they are aligned to. Contigs are given by their
 * index in the file's header.
 */
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
     * Opens a file.
     *
     * @param name the file's name in messages
     * @param reference the FASTA that CRAM reads are stored against
     * @throws InputException if the file has another format, or if its reads are not aligned
     */
    public static AlignedReads open(Path path, String name, Optional<Path> reference) throws IOException {
        AlignedReads reads = new AlignedReads(name, InputFile.openAligned(path, name, reference));
        if (reads.header.contigCount() == 0) {
            reads.close();
            throw new InputException(name + ": its header names no sequences, so its reads are not aligned" + ADVICE);
        }
        return reads;
    }

    /** The error for content in another format. */
    static InputException notAligned(String name) {
        return new InputException(name + ": this is not BAM, CRAM, or SAM with a header" + ADVICE);
    }

    /** Moves to the next read and skips secondary and supplementary alignments. Returns false at the end. */
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

    /** The number of records so far: reads, secondary and supplementary alignments. */
    public long alignmentCount() {
        return alignmentCount;
    }

    /** Counts of skipped and unusual records so far. */
    public ReadCounts counts() {
        return counts;
    }

    /** The position of the read among the reads of the file, from 1. */
    long number() {
        return reads;
    }

    /** The read's name, without the mate number. */
    public String readName() {
        return record().getReadName();
    }

    /** 1 or 2 for the mates of a pair, 0 for a read that is neither or both. */
    public int mate() {
        return ReadText.mate(record());
    }

    /** The index of the read's contig; -1 if the read is unmapped. */
    public int contig() {
        return record().getReadUnmappedFlag() ? -1 : record().getReferenceIndex();
    }

    public int contigCount() {
        return header.contigCount();
    }

    /** The index of a contig; -1 if the header does not name it. */
    public int contig(String id) {
        return header.place(id);
    }

    public String contigName(int contig) {
        return header.contig(contig).name();
    }

    /** The length of a contig in bases. */
    public long contigLength(int contig) {
        return header.contig(contig).length();
    }

    /** Whether the file, after reading it completely, has the end marker of its format. True if the format has none. */
    public boolean endsWhole() throws IOException {
        return alignments.endsWhole();
    }

    /** The file's name in messages. */
    public String name() {
        return name;
    }

    /** Starts a BAM file for selected reads. {@code out} stays open. */
    public ReadCopy bam(OutputStream out) throws IOException {
        return new BamCopy(header, out);
    }

    /**
     * Starts FASTQ files for selected reads. The streams stay open.
     *
     * @param scratch a folder for temporary files
     * @param group prefix of the temporary files' names
     */
    public FastqCopy fastq(
            OutputStream firsts, OutputStream seconds, OutputStream singles, Path scratch, String group) {
        return new FastqCopy(firsts, seconds, singles, scratch, group);
    }

    SAMRecord record() {
        return Objects.requireNonNull(record, "next() has said that there is one");
    }

    /** Rejects names that BAM allows but a table cannot hold. */
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
