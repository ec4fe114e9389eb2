package org.virnuc.sequences;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import htsjdk.samtools.cram.build.CramIO;
import htsjdk.samtools.cram.common.CRAMVersion;
import htsjdk.samtools.cram.common.CramVersions;
import htsjdk.samtools.cram.structure.Container;
import htsjdk.samtools.cram.structure.ContainerHeader;
import htsjdk.samtools.cram.structure.CramHeader;
import htsjdk.samtools.cram.structure.block.Block;
import htsjdk.samtools.cram.structure.block.BlockContentType;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** CRAM with valid checksums but wrong sizes: a few bytes that request more memory than there is. */
class CramSourceTest {
    private static final int MANY = 2_000_000_000;

    private final Path folder;
    private final Path reference;

    CramSourceTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.reference = Files.writeString(folder.resolve("ref.fa"), ReadFiles.REFERENCE);
    }

    @Test
    void theSameReadsAreFoundAfterTheContainersAreWrittenAnew() throws IOException {
        assertThat(ids(rewritten(0, 0))).hasSize(8).contains("pair/1", "empty");
    }

    @Test
    void readsBeyondWhatAContainerHoldsAreRefused() throws IOException {
        assertRefused(rewritten(MANY, 0));
        assertRefused(rewritten(0, MANY));
        assertRefused(rewritten(0, 200_000_000));
    }

    /** The size is more than an array can have, regardless of the heap. */
    @Test
    void aBlockLargerThanAnyMemoryIsRefused() throws IOException {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        block.writeBytes(new byte[] {0, 0, 0});
        writeNumber(Integer.MAX_VALUE, block);
        writeNumber(Integer.MAX_VALUE, block);
        ByteArrayOutputStream cram = new ByteArrayOutputStream();
        cram.write(ReadFiles.cram(reference), 0, CramHeader.CRAM_HEADER_LENGTH);
        ContainerHeader.makeSAMFileHeaderContainer(block.size()).write(CramVersions.CRAM_v3, cram);
        block.writeTo(cram);
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> ids(cram.toByteArray()))
                .withMessage("in.cram, before the first read: the CRAM data asks for more memory than there is, which"
                        + " damaged sizes do; copy or download it again, then check it with: samtools quickcheck -v"
                        + " in.cram; if it is whole, give more memory with VIRNUC_JAVA_OPTS=-Xmx4g");
    }

    @Test
    void anotherVersionIsNamed() throws IOException {
        byte[] cram = ReadFiles.cram(reference);
        cram[4] = 9;
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> ids(cram))
                .withMessage(
                        "in.cram: CRAM 9.0 cannot be read, only 2.1 to 3.1; convert it to BAM with: samtools view -b"
                                + " in.cram");
    }

    /**
     * The first container of reads with other read counts in its header and in that of its slice; 0 keeps the count.
     */
    private byte[] rewritten(int inContainer, int inSlice) throws IOException {
        byte[] cram = ReadFiles.cram(reference);
        ByteArrayInputStream in = new ByteArrayInputStream(cram);
        CRAMVersion version = CramIO.readCramHeader(in).getCRAMVersion();
        Container.readSAMFileHeaderContainer(version, in, "in.cram");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(cram, 0, cram.length - in.available());
        ContainerHeader header = new ContainerHeader(version, in);
        ByteArrayInputStream blocks = new ByteArrayInputStream(in.readNBytes(header.getContainerBlocksByteSize()));
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        List<Integer> landmarks = new ArrayList<>();
        while (blocks.available() > 0) {
            Block block = Block.read(version, blocks);
            if (block.getContentType() == BlockContentType.MAPPED_SLICE) {
                landmarks.add(body.size());
                block = inSlice == 0
                        ? block
                        : Block.createRawSliceHeaderBlock(withReads(block.getRawContent(), inSlice));
            }
            block.write(version, body);
        }
        ContainerHeader changed = new ContainerHeader(
                header.getAlignmentContext(),
                header.getBlockCount(),
                inContainer == 0 ? header.getNumberOfRecords() : inContainer,
                header.getGlobalRecordCounter(),
                (int) header.getBaseCount());
        changed.setLandmarks(landmarks);
        changed.setContainerBlocksByteSize(body.size());
        changed.write(version, out);
        body.writeTo(out);
        out.write(in.readAllBytes());
        return out.toByteArray();
    }

    /** The read count is the fourth number of a slice's header, each encoded as ITF8. */
    private static byte[] withReads(byte[] slice, int reads) throws IOException {
        ByteArrayInputStream in = new ByteArrayInputStream(slice);
        for (int number = 0; number < 3; number++) {
            skipNumber(in);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(slice, 0, slice.length - in.available());
        skipNumber(in);
        writeNumber(reads, out);
        out.write(in.readAllBytes());
        return out.toByteArray();
    }

    private static void skipNumber(ByteArrayInputStream in) throws IOException {
        int ones = Integer.numberOfLeadingZeros(~(in.read() << 24));
        in.skipNBytes(Math.min(4, ones));
    }

    private static void writeNumber(int value, OutputStream out) throws IOException {
        out.write(0xf0 | (value >>> 28));
        out.write(value >>> 20);
        out.write(value >>> 12);
        out.write(value >>> 4);
        out.write(value & 15);
    }

    private void assertRefused(byte[] cram) {
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> ids(cram))
                .withMessage(
                        "in.cram, before the first read: the CRAM data is damaged or cut short; copy or download it"
                                + " again, then check it with: samtools quickcheck -v in.cram");
    }

    private List<String> ids(byte[] cram) throws IOException {
        Path file = Files.write(folder.resolve("in.cram"), cram);
        List<String> ids = new ArrayList<>();
        try (FastaReader reader = FastaReader.open(file, "in.cram", Optional.of(reference), ScratchFolder.none())) {
            while (reader.next()) {
                ids.add(reader.id());
            }
        }
        return ids;
    }
}
