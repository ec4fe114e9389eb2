package org.virnuc.sequences;

import htsjdk.samtools.CRAMFileWriter;
import htsjdk.samtools.SAMFileHeader;
import htsjdk.samtools.SAMFileWriter;
import htsjdk.samtools.SAMFileWriterFactory;
import htsjdk.samtools.SAMRecord;
import htsjdk.samtools.SAMSequenceRecord;
import htsjdk.samtools.SamReader;
import htsjdk.samtools.SamReaderFactory;
import htsjdk.samtools.ValidationStringency;
import htsjdk.samtools.cram.ref.ReferenceSource;
import htsjdk.samtools.reference.FastaSequenceIndexCreator;
import htsjdk.samtools.reference.IndexedFastaSequenceFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Writes a BAM file of read pairs on given contigs with htsjdk. All second mates follow the first mates of a hundred
 * pairs and lie on the reverse strand. Every tenth is unmapped, every tenth first mate occurs three times, every
 * seventh lies on another contig; a few have no qualities, and fewer have no bases.
 */
public final class LabelledBam {
    private static final int LENGTH = 8;
    private static final int TOGETHER = 100;

    private LabelledBam() {}

    /** Reads the ids and lengths of the records of a FASTA file. */
    public static List<String[]> lengths(Path fasta) throws IOException {
        List<String[]> lengths = new ArrayList<>();
        for (String record : Files.readString(fasta).split(">", -1)) {
            if (!record.isEmpty()) {
                String[] lines = record.split("\n", 2);
                String letters = lines[1].replaceAll("\\s", "");
                lengths.add(new String[] {lines[0].split("\\s", 2)[0], String.valueOf(letters.length())});
            }
        }
        return lengths;
    }

    /**
     * Writes the file.
     *
     * @param contigs ids and lengths; each is listed once in the header
     * @param pairs number of pairs, assigned to the contigs in turn
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
            for (int begin = 0; begin < pairs; begin += TOGETHER) {
                for (int pair = begin; pair < Math.min(pairs, begin + TOGETHER); pair++) {
                    writer.addAlignment(read(header, pair, 0x1 | 0x40, (pair % 7 == 0 ? pair + 3 : pair) % count));
                    if (pair % 10 == 0) {
                        writer.addAlignment(read(header, pair, 0x1 | 0x40 | 0x100, (pair + 1) % count));
                        writer.addAlignment(read(header, pair, 0x1 | 0x40 | 0x800, (pair + 1) % count));
                    }
                }
                for (int pair = begin; pair < Math.min(pairs, begin + TOGETHER); pair++) {
                    writer.addAlignment(read(header, pair, 0x1 | 0x80 | (pair % 10 == 0 ? 0x4 : 0x10), pair % count));
                }
            }
        }
    }

    /** Converts the BAM file to CRAM. */
    public static void cram(Path bam, Path fasta, Path cram) throws IOException {
        try (SamReader reader = SamReaderFactory.makeDefault()
                        .validationStringency(ValidationStringency.SILENT)
                        .open(bam);
                IndexedFastaSequenceFile sequences =
                        new IndexedFastaSequenceFile(fasta, FastaSequenceIndexCreator.buildFromFasta(fasta));
                OutputStream out = Files.newOutputStream(cram);
                CRAMFileWriter writer =
                        new CRAMFileWriter(out, new ReferenceSource(sequences), reader.getFileHeader(), "cram")) {
            reader.forEach(writer::addAlignment);
        }
    }

    private static SAMRecord read(SAMFileHeader header, int pair, int flags, int contig) {
        Random random = new Random(31L * pair + flags);
        SAMRecord read = new SAMRecord(header);
        read.setReadName("pair" + pair);
        read.setFlags(flags);
        read.setReferenceIndex(contig);
        read.setAlignmentStart(1);
        if (pair % 97 != 0) {
            byte[] bases = new byte[LENGTH];
            byte[] qualities = new byte[LENGTH];
            for (int i = 0; i < LENGTH; i++) {
                bases[i] = (byte) "ACGTN".charAt(random.nextInt(5));
                qualities[i] = (byte) random.nextInt(42);
            }
            read.setReadBases(bases);
            read.setBaseQualities(pair % 13 == 0 ? SAMRecord.NULL_QUALS : qualities);
        }
        if (!read.getReadUnmappedFlag()) {
            read.setCigarString(LENGTH + "M");
            read.setMappingQuality(60);
        }
        read.setAttribute("NM", contig % 3);
        return read;
    }
}
