package org.virnuc.sequences;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import htsjdk.samtools.util.BlockCompressedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Headers that samtools accepts but htsjdk rejects, and headers that are invalid for both. */
class AlignmentHeaderTest {
    private static final String HEADER =
            """
            @HD\tVN:1.6\tXX:anything
            @SQ\tSN:k(1),a\tLN:900
            @SQ\tSN:plain\tLN:3000000000
            @SQ\tSN:k(1),a\tLN:7
            @RG\tID:g
            @RG\tID:g
            @PG\tID:bwa\tPN:bwa
            @PG\tID:bwa\tPN:bwa
            @CO
            @ZZ\tnot:known
            """;
    private static final String READS =
            """
            r1\t65\tk(1),a\t1\t60\t4M\tplain\t5\t0\tACGT\tIIII\tRG:Z:g
            r2\t129\tplain\t5\t60\t4M\tk(1),a\t1\t0\tTTTT\tIIII
            r3\t4\t*\t0\t0\t*\t*\t0\t0\tGG\tII
            """;

    private final Path folder;

    AlignmentHeaderTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void samIsReadWhateverItsHeaderHasTwice() throws IOException {
        assertThat(read(HEADER + READS))
                .containsExactly("r1 1 k(1),a 900 ACGT", "r2 2 plain 3000000000 TTTT", "r3 0 - 0 GG");
        assertThat(read((HEADER + READS).replace("\n", "\r\n"))).hasSize(3);
    }

    @Test
    void bamIsReadTheSameAndCopiedUnderTheSameHeader() throws IOException {
        ByteArrayOutputStream copied = new ByteArrayOutputStream();
        Path sam = Files.writeString(folder.resolve("in.sam"), HEADER + READS);
        try (AlignedReads reads = AlignedReads.open(sam, "in.sam", Optional.empty());
                ReadCopy copy = reads.bam(copied)) {
            while (reads.next()) {
                copy.add(reads);
            }
            copy.finish();
        }
        Path bam = Files.write(folder.resolve("in.bam"), copied.toByteArray());
        assertThat(read(bam)).containsExactly("r1 1 k(1),a 900 ACGT", "r2 2 plain 3000000000 TTTT", "r3 0 - 0 GG");
        try (FastaReader reader = FastaReader.open(bam, "in.bam", ScratchFolder.none())) {
            assertThat(reader.next()).isTrue();
        }
        byte[] content =
                Compression.GZIP.decode("in.bam", Files.newInputStream(bam)).readAllBytes();
        assertThat(new String(content, StandardCharsets.ISO_8859_1)).contains(HEADER);
    }

    @Test
    void aHeaderWithoutReadsIsAFile() throws IOException {
        Path sam = Files.writeString(folder.resolve("none.sam"), HEADER);
        try (FastaReader reader = FastaReader.open(sam, "none.sam", ScratchFolder.none())) {
            assertThat(reader.next()).isFalse();
            assertThat(reader.endsWhole()).isTrue();
        }
        assertThat(read(sam)).isEmpty();
    }

    @Test
    void aContigThatIsNotSaidIsNamedByItsLine() {
        refused(
                HEADER.replace("SN:plain\t", "") + READS,
                "in.sam, line 3 of the header: a sequence without a name (SN); correct it, as with samtools reheader");
        for (String length : List.of("", "LN:", "LN:-1", "LN:1e9", "LN:9999999999999999999")) {
            refused(
                    HEADER.replace("LN:900", length) + READS,
                    "in.sam, line 2 of the header: a sequence without a length in bases (LN); correct it, as with"
                            + " samtools reheader");
        }
    }

    @Test
    void aLineThatIsNotSamIsNamedByItsNumber() {
        refused(
                HEADER + READS + "r4\t0\tplain\n",
                "in.sam, line 14: this line is not SAM; correct it, then check the file with: samtools view -c in.sam");
        refused(HEADER + READS.replace("4M\tplain", "4Q\tplain"), "in.sam, line 11: this line is not SAM;");
        refused(HEADER + READS.replace("r3\t4", "r3\tmany"), "in.sam, line 13: this line is not SAM;");
    }

    @Test
    void sizesOfABamAreNotTakenOnTrust() throws IOException {
        refused(bam("@SQ\tSN:a\tLN:9\n", 2), "in.bam: its header names 1 sequences, and the list behind it has 2;");
        refused(bam("", Integer.MAX_VALUE), "in.bam: the header of this BAM file is damaged;");
        ByteBuffer huge = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
        huge.put("BAM\1".getBytes(StandardCharsets.US_ASCII)).putInt(Integer.MAX_VALUE);
        refused(compressed(huge.array()), "in.bam: the header of this BAM file is damaged;");
    }

    private static byte[] bam(String text, int sequences) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(100 + text.length()).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put("BAM\1".getBytes(StandardCharsets.US_ASCII)).putInt(text.length());
        bytes.put(text.getBytes(StandardCharsets.US_ASCII)).putInt(sequences);
        for (int i = 0; i < 2; i++) {
            bytes.putInt(2).put((byte) ('a' + i)).put((byte) 0).putInt(9);
        }
        byte[] used = new byte[bytes.position()];
        bytes.flip().get(used);
        return compressed(used);
    }

    private static byte[] compressed(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (BlockCompressedOutputStream out = new BlockCompressedOutputStream(bytes, (File) null)) {
            out.write(content);
        }
        return bytes.toByteArray();
    }

    private List<String> read(String text) throws IOException {
        return read(Files.writeString(folder.resolve("in.sam"), text));
    }

    private static List<String> read(Path file) throws IOException {
        List<String> found = new ArrayList<>();
        String name = String.valueOf(file.getFileName());
        try (AlignedReads reads = AlignedReads.open(file, name, Optional.empty())) {
            while (reads.next()) {
                int contig = reads.contig();
                found.add(reads.readName() + " " + reads.mate() + " "
                        + (contig < 0 ? "- 0" : reads.contigName(contig) + " " + reads.contigLength(contig)) + " "
                        + reads.record().getReadString());
                assertThat(contig).isEqualTo(contig < 0 ? -1 : reads.contig(reads.contigName(contig)));
            }
        }
        return found;
    }

    private void refused(String text, String message) {
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> read(text))
                .withMessageStartingWith(message);
    }

    private void refused(byte[] data, String message) throws IOException {
        Path file = Files.write(folder.resolve("in.bam"), data);
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> read(file))
                .withMessageStartingWith(message);
    }
}
