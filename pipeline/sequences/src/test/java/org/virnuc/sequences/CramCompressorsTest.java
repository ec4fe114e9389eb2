package org.virnuc.sequences;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import htsjdk.samtools.cram.structure.block.BlockCompressionMethod;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Blocks of CRAM are decompressed up to what a block can hold. */
class CramCompressorsTest {
    private static final int ANY_SUBTYPE = -1;

    private final CramCompressors compressors = new CramCompressors();

    @ParameterizedTest
    @EnumSource(
            value = BlockCompressionMethod.class,
            names = {"RAW", "GZIP", "BZIP2", "LZMA", "RANS"})
    void whatWasCompressedIsReadBack(BlockCompressionMethod method) {
        byte[] content = "ACGTACGTTTGACA".repeat(1000).getBytes(StandardCharsets.US_ASCII);
        int subtype = method == BlockCompressionMethod.RANS ? 0 : ANY_SUBTYPE;
        var compressor = compressors.getCompressorForMethod(method, subtype);
        assertThat(compressor.uncompress(compressor.compress(content, null))).isEqualTo(content);
    }

    @Test
    void aFewBytesDoNotFillTheMemory() throws IOException {
        ByteArrayOutputStream bzip2 = new ByteArrayOutputStream();
        try (OutputStream out = new BZip2CompressorOutputStream(bzip2)) {
            zeros(out);
        }
        ByteArrayOutputStream xz = new ByteArrayOutputStream();
        try (OutputStream out = new XZCompressorOutputStream(xz)) {
            zeros(out);
        }
        assertRefused(BlockCompressionMethod.BZIP2, bzip2.toByteArray());
        assertRefused(BlockCompressionMethod.LZMA, xz.toByteArray());
        assertRefused(BlockCompressionMethod.RANS, new byte[] {0, 4, 0, 0, 0, 0, 0, 0, 0x40, 1, 2, 3, 4});
    }

    /** 192 MiB, more than the limit of any block. */
    private static void zeros(OutputStream out) throws IOException {
        byte[] some = new byte[1 << 20];
        for (int i = 0; i < 192; i++) {
            out.write(some);
        }
    }

    private void assertRefused(BlockCompressionMethod method, byte[] compressed) {
        int subtype = method == BlockCompressionMethod.RANS ? 0 : ANY_SUBTYPE;
        assertThatIllegalStateException()
                .as("%s", method)
                .isThrownBy(() ->
                        compressors.getCompressorForMethod(method, subtype).uncompress(compressed))
                .withMessageStartingWith("a block of " + compressed.length + " bytes decompresses to more than ");
    }
}
