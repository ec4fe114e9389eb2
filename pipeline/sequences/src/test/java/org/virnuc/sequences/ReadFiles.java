package org.virnuc.sequences;

import htsjdk.samtools.CRAMFileWriter;
import htsjdk.samtools.SAMFileHeader;
import htsjdk.samtools.SAMFileWriter;
import htsjdk.samtools.SAMFileWriterFactory;
import htsjdk.samtools.SAMRecord;
import htsjdk.samtools.SamInputResource;
import htsjdk.samtools.SamReader;
import htsjdk.samtools.SamReaderFactory;
import htsjdk.samtools.ValidationStringency;
import htsjdk.samtools.cram.ref.ReferenceSource;
import htsjdk.samtools.reference.FastaSequenceIndexCreator;
import htsjdk.samtools.reference.IndexedFastaSequenceFile;
import htsjdk.samtools.reference.ReferenceSequenceFile;
import htsjdk.samtools.util.SequenceUtil;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A few reads as SAM, BAM and CRAM, written by htsjdk. */
public final class ReadFiles {
    public static final String REFERENCE =
            """
            >contig
            ACGTACGTTGCAACGGTTAACCGGATATCGCGTTAAGGCC
            >other
            TTTTGGGGCCCCAAAATTTT
            """;

    /** Mates, a read on the reverse strand, an unmapped read, and every kind of record that is not a read. */
    public static final String SAM =
            """
            @HD\tVN:1.6\tSO:unsorted
            @SQ\tSN:contig\tLN:40
            @SQ\tSN:other\tLN:20
            pair\t99\tcontig\t1\t60\t8M\t=\t13\t20\tACGTACGT\tABCDEFGH
            pair\t147\tcontig\t13\t60\t8M\t=\t1\t-20\tACGGTTAA\tABCDEFGH
            pair\t355\tother\t1\t0\t8M\t=\t13\t20\t*\t*
            pair\t2147\tcontig\t21\t60\t4S4M\t=\t13\t20\tACGTCCGG\tABCDEFGH
            back\t16\tcontig\t21\t60\t8M\t*\t0\t0\tCCRGATAN\tABCDEFGH
            loose\t4\t*\t0\t0\t*\t*\t0\t0\tTTTT\t*
            failed\t516\t*\t0\t0\t*\t*\t0\t0\tGGGG\tABCD
            copied\t1024\tother\t5\t60\t4M\t*\t0\t0\tGGGG\tABCD
            clipped\t0\tother\t5\t60\t4M3H\t*\t0\t0\tGGGG\tABCD
            empty\t4\t*\t0\t0\t*\t*\t0\t0\t*\t*
            """;

    /** The output of samtools fasta -N for these reads. */
    public static final String FASTA =
            """
            >pair/1
            ACGTACGT
            >pair/2
            TTAACCGT
            >back
            NTATCYGG
            >loose
            TTTT
            >failed
            GGGG
            >copied
            GGGG
            >clipped
            GGGG
            >empty

            """;

    private ReadFiles() {}

    public static byte[] sam() {
        return SAM.getBytes(StandardCharsets.US_ASCII);
    }

    public static byte[] bam() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (SamReader reader = reader();
                SAMFileWriter writer = new SAMFileWriterFactory().makeBAMWriter(reader.getFileHeader(), true, bytes)) {
            for (SAMRecord record : reader) {
                writer.addAlignment(record);
            }
        }
        return bytes.toByteArray();
    }

    /** The reads as CRAM with the checksums of the sequences in its header, as samtools writes it. */
    public static byte[] cram(Path fasta) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (SamReader reader = reader()) {
            SAMFileHeader header = reader.getFileHeader();
            header.setSortOrder(SAMFileHeader.SortOrder.unsorted);
            ReferenceSequenceFile sequences =
                    new IndexedFastaSequenceFile(fasta, FastaSequenceIndexCreator.buildFromFasta(fasta));
            header.getSequenceDictionary()
                    .getSequences()
                    .forEach(contig -> contig.setMd5(SequenceUtil.calculateMD5String(
                            sequences.getSequence(contig.getSequenceName()).getBases())));
            ReferenceSource source = new ReferenceSource(sequences);
            try (CRAMFileWriter writer = new CRAMFileWriter(bytes, source, header, "reads.cram")) {
                for (SAMRecord record : reader) {
                    writer.addAlignment(record);
                }
            }
        }
        return bytes.toByteArray();
    }

    private static SamReader reader() {
        return SamReaderFactory.makeDefault()
                .validationStringency(ValidationStringency.SILENT)
                .open(SamInputResource.of(new ByteArrayInputStream(sam())));
    }
}
