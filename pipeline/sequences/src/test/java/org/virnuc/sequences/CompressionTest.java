package org.virnuc.sequences;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.github.luben.zstd.ZstdOutputStream;
import htsjdk.samtools.util.BlockCompressedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** Compressed input is either read completely or rejected, in every format. */
class CompressionTest {
    private static final String FASTA = ">one\nACGT\n";

    @ParameterizedTest
    @EnumSource
    void everyMemberIsRead(Compression compression) throws IOException {
        String second = random();
        byte[] members = join(compress(compression, FASTA), compress(compression, second));
        assertThat(decode(members)).isEqualTo(FASTA + second);
    }

    @ParameterizedTest
    @EnumSource
    void truncatedIsAnErrorWhereverItEnds(Compression compression) throws IOException {
        byte[] first = compress(compression, FASTA);
        byte[] all = join(first, compress(compression, random()));
        for (int length = 6; length < all.length; length += length < first.length + 20 ? 1 : 499) {
            if (length != first.length) {
                byte[] cut = Arrays.copyOf(all, length);
                assertThatExceptionOfType(InputException.class)
                        .as("%s of %s bytes, first member %s", length, all.length, first.length)
                        .isThrownBy(() -> decode(cut))
                        .withMessage("reads.fa: the " + compression.word()
                                + " data is damaged or cut short; copy or download it again, then check it with: "
                                + compression.word() + " -t reads.fa");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void damageIsAnError(Compression compression) throws IOException {
        byte[] data = compress(compression, random());
        data[data.length / 2] ^= 0x55;
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> decode(data))
                .withMessageContaining("data is damaged or cut short;");
    }

    @ParameterizedTest
    @EnumSource
    void nothingCompressedIsAnError(Compression compression) throws IOException {
        byte[] data = compress(compression, "");
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> decode(data))
                .withMessage("reads.fa: nothing is compressed in this " + compression.word()
                        + " file; name one with at least one record");
    }

    @ParameterizedTest
    @EnumSource
    void compressedTwiceIsNamed(Compression compression) throws IOException {
        byte[] twice = compress(Compression.GZIP, compress(compression, FASTA));
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> decode(twice))
                .withMessageContaining("line 1: this is data compressed")
                .withMessageContaining(compression.word());
    }

    /** A bgzip file that was cut between two blocks is read as far as it goes and recognised as incomplete. */
    @Test
    void bgzipWithoutItsLastBlockIsNotWhole() throws IOException {
        byte[] whole = bgzip(FASTA);
        byte[] cut = Arrays.copyOf(whole, whole.length - 28);
        assertThat(endsWhole(whole)).isTrue();
        assertThat(endsWhole(cut)).isFalse();
        assertThat(endsWhole(join(cut, whole))).isTrue();
        assertThat(endsWhole(join(whole, cut))).isFalse();
        assertThat(endsWhole(join(whole, Gzip.members(FASTA)))).isTrue();
        assertThat(endsWhole(join(Gzip.members(FASTA), cut))).isFalse();
        assertThat(endsWhole(join(cut, Gzip.members(FASTA)))).isFalse();
        assertThat(endsWhole(Arrays.copyOf(whole, whole.length + 1000))).isTrue();
        assertThat(endsWhole(Arrays.copyOf(cut, cut.length + 1000))).isFalse();
        assertThat(decode(cut)).isEqualTo(FASTA);
    }

    private static boolean endsWhole(byte[] data) throws IOException {
        InputContent content = InputContent.of("reads.fa", new ByteArrayInputStream(data));
        assertThat(content.all().readAllBytes()).isNotEmpty();
        return content.endsWhole();
    }

    private static byte[] bgzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (BlockCompressedOutputStream out = new BlockCompressedOutputStream(bytes, (File) null)) {
            out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        }
        return bytes.toByteArray();
    }

    @Test
    void zerosAfterTheLastGzipMemberAreIgnoredAndNothingElseIs() throws IOException {
        byte[] members = Gzip.members(FASTA, random());
        assertThat(decode(Arrays.copyOf(members, members.length + 100_000))).isEqualTo(FASTA + random());
        byte[] garbage = Arrays.copyOf(members, members.length + 100);
        garbage[garbage.length - 1] = 1;
        byte[] filledUp = Arrays.copyOf(Arrays.copyOf(members, members.length - 20), members.length + 100);
        byte[] text = join(members, ">left\nACGT\n".getBytes(StandardCharsets.US_ASCII));
        byte[] halfMagic = join(members, new byte[] {0x1f, 0x1f});
        for (byte[] followed : new byte[][] {garbage, text, halfMagic}) {
            assertThatExceptionOfType(InputException.class)
                    .isThrownBy(() -> decode(followed))
                    .withMessage(
                            "reads.fa: other bytes follow the gzip data, perhaps of a file that did not arrive whole;"
                                    + " copy or download it again, or keep what comes before them with: gzip -cdq reads.fa");
        }
        for (byte[] damaged : new byte[][] {filledUp, join(members, new byte[] {0x1f})}) {
            assertThatExceptionOfType(InputException.class)
                    .isThrownBy(() -> decode(damaged))
                    .withMessageContaining("the gzip data is damaged or cut short;");
        }
    }

    /** A few bytes that request a gigabyte cause an error message instead of an out-of-memory error. */
    @Test
    void windowThatIsTooLargeIsRefused() throws IOException {
        byte[] data = compress(Compression.XZ, FASTA);
        int header = 12;
        int headerBytes = (data[header] + 1) * 4 - 4;
        data[header + 4] = 37; // the filter's dictionary: 1.5 GiB
        CRC32 sum = new CRC32();
        sum.update(data, header, headerBytes);
        ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN).putInt(header + headerBytes, (int) sum.getValue());
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> decode(data))
                .withMessage(
                        "reads.fa: compressed with a window too large to read here; decompress it with: xz -dk reads.fa");
    }

    private static byte[] compress(Compression compression, String text) throws IOException {
        return compress(compression, text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static byte[] compress(Compression compression, byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out =
                switch (compression) {
                    case GZIP -> new GZIPOutputStream(bytes);
                    case BZIP2 -> new BZip2CompressorOutputStream(bytes);
                    case XZ -> new XZOutputStream(bytes, new LZMA2Options(0));
                    case ZSTD -> new ZstdOutputStream(bytes).setChecksum(true);
                }) {
            out.write(content);
        }
        return bytes.toByteArray();
    }

    private static byte[] join(byte[] first, byte[] second) {
        byte[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }

    private static String random() {
        StringBuilder text = new StringBuilder(">two\n");
        new Random(1).ints(30_000, 0, 4).forEach(i -> text.append("ACGT".charAt(i)));
        return text.append('\n').toString();
    }

    private static String decode(byte[] data) throws IOException {
        try (InputStream in = InputFile.decode("reads.fa", new ByteArrayInputStream(data))) {
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }
}
