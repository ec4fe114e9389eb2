package org.virnuc.sequences;

import htsjdk.samtools.BAMRecordCodec;
import htsjdk.samtools.SAMRecord;
import htsjdk.samtools.util.BinaryCodec;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads BAM records from decompressed bytes. Block checksums were verified during decompression, which htsjdk's own
 * reader does not do.
 */
final class BamSource implements Alignments.Source {
    private static final int MAGIC_BYTES = 4;
    private static final int BUFFER_BYTES = 1 << 16;
    private static final int LONGEST_NAME = 1 << 20;

    private final InputStream content;
    private final BooleanSupplier ended;
    private final AlignmentHeader header;
    private final BAMRecordCodec records;

    /** Opens the source and reads the header. */
    BamSource(InputStream source, BooleanSupplier ended, AlignmentFault fault) throws IOException {
        this.content = new BufferedInputStream(source, BUFFER_BYTES);
        this.ended = ended;
        this.header = readHeader(content, fault);
        this.records = new BAMRecordCodec(header.forLibrary());
        records.setInputStream(content);
    }

    @Override
    public @Nullable SAMRecord next() throws IOException {
        content.mark(Integer.BYTES);
        byte[] size = content.readNBytes(Integer.BYTES);
        content.reset();
        if (size.length == Integer.BYTES) {
            // A block's checksum is at its end: until then a size may be damaged, and nothing is allocated for it.
            long bytes = Integer.toUnsignedLong(
                    ByteBuffer.wrap(size).order(ByteOrder.LITTLE_ENDIAN).getInt());
            if (bytes > Alignments.LONGEST) {
                throw new IllegalStateException("a record of " + bytes + " bytes");
            }
        }
        return records.decode();
    }

    @Override
    public AlignmentHeader header() {
        return header;
    }

    @Override
    public boolean whole() {
        return ended.getAsBoolean();
    }

    @Override
    public void close() throws IOException {
        content.close();
    }

    /** Reads the text header; if it names no contigs, the binary list after it is used. */
    private static AlignmentHeader readHeader(InputStream in, AlignmentFault fault) throws IOException {
        in.skipNBytes(MAGIC_BYTES);
        BinaryCodec binary = new BinaryCodec(in);
        int size = nonNegative(binary.readInt());
        if (size > Alignments.LONGEST) {
            throw new IllegalStateException("a header of " + size + " bytes");
        }
        byte[] text = in.readNBytes(size);
        List<AlignmentHeader.Contig> listed = new ArrayList<>();
        int count = nonNegative(binary.readInt());
        for (int i = 0; i < count; i++) {
            int length = nonNegative(binary.readInt());
            if (length < 2 || length > LONGEST_NAME) {
                throw new IllegalStateException("a name of " + length + " bytes");
            }
            byte[] name = in.readNBytes(length);
            if (name.length < length) {
                throw new IllegalStateException("the list of sequences is cut short");
            }
            listed.add(new AlignmentHeader.Contig(
                    new String(name, 0, length - 1, StandardCharsets.ISO_8859_1), nonNegative(binary.readInt())));
        }
        return AlignmentHeader.of(text, listed, fault);
    }

    private static int nonNegative(int count) {
        if (count < 0) {
            throw new IllegalStateException("a negative count");
        }
        return count;
    }
}
