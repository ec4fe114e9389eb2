package org.virnuc.sequences;

import htsjdk.samtools.SAMRecord;
import htsjdk.samtools.ValidationStringency;
import htsjdk.samtools.cram.build.CRAMReferenceRegion;
import htsjdk.samtools.cram.build.CramIO;
import htsjdk.samtools.cram.common.CRAMVersion;
import htsjdk.samtools.cram.common.CramVersions;
import htsjdk.samtools.cram.structure.CRAMCompressionRecord;
import htsjdk.samtools.cram.structure.CompressorCache;
import htsjdk.samtools.cram.structure.Container;
import htsjdk.samtools.cram.structure.ContainerHeader;
import htsjdk.samtools.cram.structure.CramHeader;
import htsjdk.samtools.cram.structure.Slice;
import htsjdk.samtools.cram.structure.block.Block;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads CRAM container by container. Each container's read count is checked for plausibility before any read is
 * created.
 */
final class CramSource implements Alignments.Source {
    /** Identical reads take almost no space, and a container normally has ten thousand reads. */
    private static final long READS_OF_ANY = 200_000;

    /** The offset of the version, after the four letters. */
    private static final int MAJOR_VERSION = 4;

    private static final long READS_PER_BYTE = 64;
    private static final long BASES_PER_BYTE = 64;

    private final TailRecordingInputStream content;
    private final PushbackInputStream containers;
    private final BooleanSupplier ended;
    private final CRAMVersion version;
    private final AlignmentHeader header;
    private final CramReference reference;
    private final CRAMReferenceRegion region;
    private final CompressorCache compressors = new CramCompressors();
    private Iterator<SAMRecord> records = Collections.emptyIterator();
    private boolean atEnd;

    /** Opens the source and reads the header. */
    CramSource(InputStream source, BooleanSupplier ended, Optional<Path> fasta, AlignmentFault fault)
            throws IOException {
        this.content = new TailRecordingInputStream(source);
        this.containers = new PushbackInputStream(content);
        this.ended = ended;
        byte[] start = content.readNBytes(CramHeader.CRAM_HEADER_LENGTH);
        if (start.length < CramHeader.CRAM_HEADER_LENGTH) {
            throw new EOFException("the file is shorter than what CRAM begins with");
        }
        this.version = new CRAMVersion(start[MAJOR_VERSION], start[MAJOR_VERSION + 1]);
        if (!CramVersions.isSupportedVersion(version)) {
            throw fault.version(version.toString());
        }
        this.header = AlignmentHeader.of(headerText(), fault);
        this.reference = new CramReference(fasta, fault, header);
        this.region = new CRAMReferenceRegion(reference, header.forLibrary().getSequenceDictionary());
    }

    @Override
    public @Nullable SAMRecord next() throws IOException {
        while (!records.hasNext() && !atEnd) {
            long start = content.count();
            int first = containers.read();
            if (first < 0) { // without the end marker
                return null;
            }
            containers.unread(first);
            Container container = new Container(version, containers, start);
            atEnd = container.isEOF();
            if (!atEnd) {
                check(container, content.count() - start);
                records = records(container, content.count() - start);
            }
        }
        return records.hasNext() ? records.next() : null;
    }

    /** Decodes a container. What its reads would hold is checked while it is still only numbers. */
    private Iterator<SAMRecord> records(Container container, long bytes) {
        long most = Alignments.LONGEST + BASES_PER_BYTE * bytes;
        long bases = 0;
        List<SAMRecord> decoded = new ArrayList<>();
        for (Slice slice : container.getSlices()) {
            List<CRAMCompressionRecord> stored = slice.deserializeCRAMRecords(compressors, ValidationStringency.SILENT);
            for (CRAMCompressionRecord read : stored) {
                bases += Math.max(0, read.getReadLength());
            }
            if (bases > most) {
                throw new IllegalStateException(
                        bases + " bases in a container of " + bytes + " bytes, at most " + most);
            }
            slice.normalizeCRAMRecords(stored, region);
            for (CRAMCompressionRecord read : stored) {
                SAMRecord record = read.toSAMRecord(header.forLibrary());
                record.setValidationStringency(ValidationStringency.SILENT);
                decoded.add(record);
            }
        }
        return decoded.iterator();
    }

    @Override
    public AlignmentHeader header() {
        return header;
    }

    @Override
    public boolean whole() throws IOException {
        content.transferTo(OutputStream.nullOutputStream());
        return ended.getAsBoolean()
                && (content.endsWith(CramIO.ZERO_F_EOF_MARKER) || content.endsWith(CramIO.ZERO_B_EOF_MARKER));
    }

    @Override
    public void close() throws IOException {
        try (reference) {
            content.close();
        }
    }

    /** Checks the read count before reads are created: a few bytes could request billions. */
    private static void check(Container container, long bytes) {
        long most = READS_OF_ANY + READS_PER_BYTE * bytes;
        long reads = container.getContainerHeader().getNumberOfRecords();
        long inSlices = 0;
        for (Slice slice : container.getSlices()) {
            inSlices += Math.max(0, slice.getNumberOfRecords());
        }
        if (Math.max(reads, inSlices) > most) {
            throw new IllegalStateException(
                    Math.max(reads, inSlices) + " reads in a container of " + bytes + " bytes, at most " + most);
        }
    }

    /** Reads the header text, which is compressed in a block of the first container, after its length. */
    private byte[] headerText() throws IOException {
        ContainerHeader container = new ContainerHeader(version, content);
        InputStream blocks = content;
        if (version.compatibleWith(CramVersions.CRAM_v3)) {
            int size = checked(container.getContainerBlocksByteSize(), Alignments.LONGEST);
            byte[] bytes = content.readNBytes(size);
            if (bytes.length < size) {
                throw new EOFException("the container of the header is cut short");
            }
            blocks = new ByteArrayInputStream(bytes);
        } // older files may give a wrong container size but the right block size
        byte[] raw = Block.read(version, blocks).getUncompressedContent(compressors);
        ByteBuffer block = ByteBuffer.wrap(raw).order(ByteOrder.LITTLE_ENDIAN);
        byte[] text = new byte[checked(block.getInt(), block.remaining())];
        block.get(text);
        return text;
    }

    private static int checked(int size, int most) {
        if (size < 0 || size > most) {
            throw new IllegalStateException("a size of " + size + " bytes, at most " + most);
        }
        return size;
    }
}
