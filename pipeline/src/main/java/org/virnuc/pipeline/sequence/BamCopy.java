package org.virnuc.pipeline.sequence;

import htsjdk.samtools.BAMFileWriter;
import htsjdk.samtools.BAMRecordCodec;
import htsjdk.samtools.SAMFileHeader;
import htsjdk.samtools.util.BlockCompressedOutputStream;
import java.io.Closeable;
import java.io.File;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** A BAM file of some of the {@link AlignedReads}, as they were and in their order, under the same header. */
public final class BamCopy implements Closeable {
    private final BlockCompressedOutputStream blocks;
    private final BAMRecordCodec records;

    /** Begins the file; {@code out} stays open. */
    BamCopy(SAMFileHeader header, OutputStream out) {
        OutputStream open = new LeftOpen(out);
        BAMFileWriter.writeHeader(open, header);
        blocks = new BlockCompressedOutputStream(open, (File) null);
        records = new BAMRecordCodec(header);
        records.setOutputStream(blocks);
    }

    /** Adds the record that {@code reads} are at. */
    public void add(AlignedReads reads) {
        records.encode(reads.record());
    }

    /** Writes what is left and the mark of the end. */
    @Override
    public void close() throws IOException {
        blocks.close();
    }

    private static final class LeftOpen extends FilterOutputStream {
        LeftOpen(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }
}
