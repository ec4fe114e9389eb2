package org.virnuc.sequences;

import htsjdk.samtools.BAMRecordCodec;
import htsjdk.samtools.util.BlockCompressedOutputStream;
import htsjdk.samtools.util.RuntimeIOException;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;

/** A BAM file of selected {@link AlignedReads}, unchanged and in order, with the original header. */
final class BamCopy implements ReadCopy {
    private final BlockCompressedOutputStream blocks;
    private final BAMRecordCodec records;

    BamCopy(AlignmentHeader header, OutputStream out) throws IOException {
        blocks = new BlockCompressedOutputStream(new NonClosingOutputStream(out), (File) null);
        try {
            header.writeBam(blocks);
        } catch (RuntimeIOException e) {
            throw ReadCopy.cause(e);
        }
        records = new BAMRecordCodec(header.forLibrary());
        records.setOutputStream(blocks);
    }

    @Override
    public void add(AlignedReads reads) throws IOException {
        try {
            records.encode(reads.record());
        } catch (RuntimeIOException e) {
            throw ReadCopy.cause(e);
        }
    }

    @Override
    public void finish() throws IOException {
        try {
            blocks.close();
        } catch (RuntimeIOException e) {
            throw ReadCopy.cause(e);
        }
    }

    @Override
    public void close() {}
}
