package org.virnuc.sequences;

import htsjdk.samtools.util.BlockCompressedStreamConstants;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/**
 * Reads the members of a gzip file one after the other. Zeros after the last member are padding, as left by tapes and
 * some archives, and are ignored as gzip does; any other trailing bytes are damage. The library's own reader rejects
 * both.
 *
 * <p>A bgzip file ends with an empty block: without it, the file was cut between two blocks.
 */
final class GzipMembers extends InputStream {
    /** bgzip writes members of 64 KiB; a larger buffer for each would cost more than it saves. */
    private static final int MEMBER_BUFFER = 1 << 13;

    private final InputStream source;
    private InputStream member;
    private boolean memberIsBlock;
    private boolean memberIsEmpty;
    private boolean ended;

    GzipMembers(InputStream source, int bufferBytes) throws IOException {
        this.source = new BufferedInputStream(source, bufferBytes);
        this.member = open();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (!ended) {
            int count = member.read(into, offset, length);
            if (count > 0) {
                memberIsEmpty = false;
                return count;
            }
            next();
        }
        return -1;
    }

    /** Whether the data, after reading it completely, is whole: false only for bgzip without its last block. */
    boolean endsWhole() {
        return !memberIsBlock || memberIsEmpty;
    }

    @Override
    public void close() throws IOException {
        member.close();
        source.close();
    }

    private void next() throws IOException {
        source.mark(1);
        int first = source.read();
        if (first > 0) {
            source.reset();
            member = open();
            return;
        }
        while (first == 0) {
            first = source.read();
        }
        if (first > 0) {
            throw new IOException("bytes follow the padding after the last member");
        }
        ended = true;
    }

    /** Reads one member and leaves the source directly behind it, which requires a source that can step back. */
    private InputStream open() throws IOException {
        byte[] block = BlockCompressedStreamConstants.GZIP_BLOCK_PREAMBLE;
        source.mark(block.length);
        memberIsBlock = Arrays.equals(source.readNBytes(block.length), block);
        memberIsEmpty = true;
        source.reset();
        return GzipCompressorInputStream.builder()
                .setInputStream(source)
                .setBufferSize(MEMBER_BUFFER)
                .setDecompressConcatenated(false)
                .get();
    }
}
