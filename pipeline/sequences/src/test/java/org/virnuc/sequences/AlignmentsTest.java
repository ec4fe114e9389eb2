package org.virnuc.sequences;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlignmentsTest {
    private final Path folder;
    private final Path reference;

    AlignmentsTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.reference = Files.writeString(folder.resolve("ref.fa"), ReadFiles.REFERENCE);
    }

    @Test
    void readsComeInTheDirectionOfSequencingWithTheNumbersOfMates() throws IOException {
        assertThat(fasta(ReadFiles.sam())).isEqualTo(ReadFiles.FASTA);
        assertThat(fasta(ReadFiles.bam())).isEqualTo(ReadFiles.FASTA);
        assertThat(fasta(Gzip.members(ReadFiles.SAM))).isEqualTo(ReadFiles.FASTA);
        assertThat(fasta(decompressed(ReadFiles.bam()))).isEqualTo(ReadFiles.FASTA);
    }

    @Test
    void cramNeedsItsReferenceAndGivesTheSameReads() throws IOException {
        Path cram = Files.write(folder.resolve("reads"), ReadFiles.cram(reference));
        assertThat(fasta(cram, Optional.of(reference))).isEqualTo(ReadFiles.FASTA);
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> fasta(cram, Optional.empty()))
                .withMessage(cram + ": this CRAM file keeps reads as differences to a reference, at 'contig' for one;"
                        + " name its FASTA with `reference`");
        Path strange = Files.writeString(folder.resolve("strange.fa"), ">another\nACGT\n");
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> fasta(cram, Optional.of(strange)))
                .withMessage(cram + ": aligned to 'contig', which " + strange
                        + " does not hold; name the FASTA it was aligned to with `reference`");
        Path changed =
                Files.writeString(folder.resolve("changed.fa"), ReadFiles.REFERENCE.replace("ACGTACGT", "ACGTACGA"));
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> fasta(cram, Optional.of(changed)))
                .withMessageContaining(
                        "the FASTA given with `reference` is not the one that this CRAM file was aligned to");
        Path packed = Files.write(folder.resolve("ref.fa.gz"), Gzip.members(ReadFiles.REFERENCE));
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> fasta(cram, Optional.of(packed)))
                .withMessage(packed + ": the reference is compressed and has no index; decompress it, or index it with:"
                        + " samtools faidx");
    }

    @Test
    void whatIsLeftOutIsCounted() throws IOException {
        Path bam = Files.write(folder.resolve("reads"), ReadFiles.bam());
        try (FastaReader reader = FastaReader.open(bam, "reads", ScratchFolder.none())) {
            while (reader.next()) {
                assertThat(reader.length() == 0).isEqualTo(reader.id().equals("empty"));
            }
            assertThat(reader.readCounts().metrics())
                    .isEqualTo(Map.of(
                            "secondary_alignments_left_out", 1L,
                            "supplementary_alignments_left_out", 1L,
                            "hard_clipped_reads", 1L,
                            "qc_fail_reads", 1L,
                            "duplicate_reads", 1L));
            assertThat(reader.readCounts().hardClipped()).isEqualTo(new ReadCounts.Found(1, List.of("clipped")));
        }
    }

    @Test
    void aFileThatEndsTooEarlyIsRefusedWhereverThatIs() throws IOException {
        byte[] bam = ReadFiles.bam();
        byte[] cram = ReadFiles.cram(reference);
        for (int length = 600; length < bam.length - 28; length += 7) {
            assertRefused(Arrays.copyOf(bam, length), "damaged or cut short");
        }
        for (int length = 30; length < cram.length - 38; length += 11) {
            byte[] cut = Arrays.copyOf(cram, length);
            if (!isCutBetweenContainers(cut)) {
                assertRefused(cut, "check it with: samtools quickcheck -v reads");
            }
        }
        String line = ReadFiles.SAM.substring(0, ReadFiles.SAM.indexOf("contig\t13"));
        assertRefused(line.getBytes(StandardCharsets.US_ASCII), "reads, line 5: this line is not SAM;");
        String qualities = ReadFiles.SAM.replace("ACGTACGT\tABCDEFGH", "ACGTACGT\tABCDEF");
        assertRefused(
                qualities.getBytes(StandardCharsets.US_ASCII),
                "reads, before the first read: a read with another number of qualities than bases;");
    }

    @Test
    void dataWithoutItsEndMarkIsNotWhole() throws IOException {
        byte[] bam = ReadFiles.bam();
        byte[] cram = ReadFiles.cram(reference);
        assertThat(endsWhole(bam)).isTrue();
        assertThat(endsWhole(Arrays.copyOf(bam, bam.length - 28))).isFalse();
        assertThat(endsWhole(decompressed(bam))).isTrue();
        assertThat(endsWhole(cram)).isTrue();
        assertThat(endsWhole(Arrays.copyOf(cram, cram.length - 38))).isFalse();
        assertThat(endsWhole(ReadFiles.sam())).isTrue();
    }

    @Test
    void aFlippedBitIsNotScored() throws IOException {
        byte[] bam = ReadFiles.bam();
        for (int at = 20; at < bam.length - 40; at += 5) {
            byte[] flipped = bam.clone();
            flipped[at] ^= 4;
            assertRefused(flipped, "reads");
        }
    }

    @Test
    void lettersThatAreNoBasesAndReadsWithoutNamesAreRefused() {
        assertRefused(
                ReadFiles.SAM.replace("ACGTACGT\tAB", "ACG=ACGT\tAB").getBytes(StandardCharsets.US_ASCII),
                "reads: '=' is not a nucleotide letter (record 'pair'); write the bases out, as samtools fastq does");
        assertRefused(
                ReadFiles.SAM.replace("loose\t", "*\t").getBytes(StandardCharsets.US_ASCII),
                "reads, after read 5 (record 'back'): a read without a name;");
    }

    private void assertRefused(byte[] data, String message) {
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> {
                    Path file = Files.write(folder.resolve("damaged"), data);
                    fasta(file, "reads", Optional.of(reference));
                })
                .withMessageContaining(message)
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"))
                .satisfies(e -> assertThat(trace(e)).doesNotContain("ACGTACGT").doesNotContain("ABCDEFGH"));
    }

    /** The stack trace as the log would show it. */
    private static String trace(Throwable e) {
        StringWriter text = new StringWriter();
        e.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    private static byte[] decompressed(byte[] bam) throws IOException {
        try (InputStream in = Compression.GZIP.decode("bam", new java.io.ByteArrayInputStream(bam))) {
            return in.readAllBytes();
        }
    }

    private String fasta(byte[] data) throws IOException {
        return fasta(Files.write(folder.resolve("reads"), data), Optional.empty());
    }

    private boolean isCutBetweenContainers(byte[] cram) throws IOException {
        try {
            return !endsWhole(cram);
        } catch (InputException damaged) {
            return false;
        }
    }

    private boolean endsWhole(byte[] data) throws IOException {
        Path file = Files.write(folder.resolve("reads"), data);
        try (FastaReader reader = FastaReader.open(file, "reads", Optional.of(reference), ScratchFolder.none())) {
            while (reader.next()) {
                assertThat(reader.id()).isNotEmpty();
            }
            return reader.endsWhole();
        }
    }

    private static String fasta(Path file, Optional<Path> reference) throws IOException {
        return fasta(file, file.toString(), reference);
    }

    private static String fasta(Path file, String name, Optional<Path> reference) throws IOException {
        StringBuilder text = new StringBuilder();
        try (FastaReader reader = FastaReader.open(file, name, reference, ScratchFolder.none())) {
            while (reader.next()) {
                text.append('>').append(reader.id()).append('\n');
                text.append(reader.sequenceText()).append('\n');
            }
        }
        return text.toString();
    }
}
