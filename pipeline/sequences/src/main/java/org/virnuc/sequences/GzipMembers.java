package org.virnuc.sequences;

import htsjdk.samtools.util.BlockCompressedStreamConstants;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/**
 * Reads the members of a gzip file one after the other. Zeros after the last member are padding, as left by tapes and
 * some archives, and are ignored as gzip does; any other trailing bytes are {@link Trailing}. The library's own reader
 * rejects both.
 *
 * <p>A bgzip file ends with an empty block: without it, the file was cut between two blocks, whatever else follows.
 */
final class GzipMembers extends InputStream {
    /** bgzip writes members of 64 KiB; a larger buffer for each would cost more than it saves. */
    private static final int MEMBER_BUFFER = 1 << 13;

    private static final byte[] MAGIC = {0x1f, (byte) 0x8b};

    private final InputStream source;
    private InputStream member;
    private boolean memberIsBlock;
    private boolean memberIsEmpty;
    private boolean blocksWereCut;
    private boolean ended;

    /** Bytes after the last member that begin no other. */
    static final class Trailing extends IOException {
        private static final long serialVersionUID = 1;
    }

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
        return !blocksWereCut && (!memberIsBlock || memberIsEmpty);
    }

    @Override
    public void close() throws IOException {
        member.close();
        source.close();
    }

    private void next() throws IOException {
        source.mark(MAGIC.length);
        byte[] first = source.readNBytes(MAGIC.length);
        source.reset();
        if (first.length > 0 && first[0] == MAGIC[0] && (first.length < MAGIC.length || first[1] == MAGIC[1])) {
            boolean unfinished = memberIsBlock && !memberIsEmpty;
            member = open();
            blocksWereCut |= unfinished && !memberIsBlock;
            return;
        }
        int padding = source.read();
        while (padding == 0) {
            padding = source.read();
        }
        if (padding > 0) {
            throw new Trailing();
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
