package org.virnuc.pipeline.sequence;

import htsjdk.samtools.SAMFileHeader;
import htsjdk.samtools.SAMFileWriter;
import htsjdk.samtools.SAMFileWriterFactory;
import htsjdk.samtools.SAMRecord;
import htsjdk.samtools.SAMSequenceRecord;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A BAM file of pairs on given contigs, written by htsjdk: every tenth second mate is unmapped, every tenth read is there three times. */
public final class LabelledBam {
    private static final String BASES = "ACGTTGCA";

    private LabelledBam() {}

    /**
     * Writes the file.
     *
     * @param contigs ids and lengths, of which each is listed once
     * @param pairs spread over the contigs in turn
     */
    public static void write(Path file, List<String[]> contigs, int pairs) throws IOException {
        SAMFileHeader header = new SAMFileHeader();
        header.setSortOrder(SAMFileHeader.SortOrder.unsorted);
        header.addComment("as it was");
        for (String[] contig : contigs) {
            if (header.getSequence(contig[0]) == null) {
                header.addSequence(new SAMSequenceRecord(contig[0], Integer.parseInt(contig[1])));
            }
        }
        int count = header.getSequenceDictionary().size();
        try (OutputStream out = Files.newOutputStream(file);
                SAMFileWriter writer = new SAMFileWriterFactory().makeBAMWriter(header, true, out)) {
            for (int pair = 0; pair < pairs; pair++) {
                writer.addAlignment(read(header, "pair" + pair, 0x1 | 0x40, pair % count));
                boolean unmapped = pair % 10 == 0;
                writer.addAlignment(read(header, "pair" + pair, 0x1 | 0x80 | (unmapped ? 0x4 : 0), pair % count));
                if (unmapped) {
                    writer.addAlignment(read(header, "pair" + pair, 0x1 | 0x40 | 0x100, (pair + 1) % count));
                    writer.addAlignment(read(header, "pair" + pair, 0x1 | 0x40 | 0x800, (pair + 1) % count));
                }
            }
        }
    }

    private static SAMRecord read(SAMFileHeader header, String name, int flags, int contig) {
        SAMRecord read = new SAMRecord(header);
        read.setReadName(name);
        read.setFlags(flags);
        read.setReferenceIndex(contig);
        read.setAlignmentStart(1);
        read.setReadString(BASES);
        read.setBaseQualityString("ABCDEFGH");
        if (!read.getReadUnmappedFlag()) {
            read.setCigarString("8M");
            read.setMappingQuality(60);
        }
        read.setAttribute("NM", contig % 3);
        return read;
    }
}
