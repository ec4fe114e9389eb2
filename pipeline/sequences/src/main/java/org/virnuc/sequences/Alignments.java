package org.virnuc.sequences;

import htsjdk.samtools.SAMFileHeader;
import htsjdk.samtools.SAMRecord;
import htsjdk.samtools.SAMRecordIterator;
import htsjdk.samtools.SamInputResource;
import htsjdk.samtools.SamReader;
import htsjdk.samtools.SamReaderFactory;
import htsjdk.samtools.ValidationStringency;
import htsjdk.samtools.cram.build.CramIO;
import htsjdk.samtools.util.Log;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The records of a BAM, SAM or CRAM file one after another, as they are: secondary and supplementary alignments too. Damage and an end that
 * comes too early are an {@link InputException} that names the file and the read before; what a strict validator complains of is not.
 */
final class Alignments implements Closeable {
    static {
        Log.setGlobalLogLevel(Log.LogLevel.ERROR);
    }

    /** Bases of a read, and bytes of a record: far beyond any real one, and an end to what damaged lengths ask for. */
    static final int LONGEST = 128 << 20;

    /** What SAM writes where a read has no name. */
    private static final String NO_NAME = "*";

    private final AlignmentFault fault;
    private final Source source;
    private long reads;
    private String last = "";

    /** Where records come from. */
    interface Source extends Closeable {
        /** The next record; null at the end. */
        @Nullable SAMRecord next() throws IOException;

        /** What stands before the records. */
        SAMFileHeader header();

        /** Whether the data ended as a whole file does. */
        boolean whole() throws IOException;
    }

    private Alignments(AlignmentFault fault, Source source) {
        this.fault = fault;
        this.source = source;
    }

    /**
     * Begins to read.
     *
     * @param content decompressed
     * @param ended whether the compressed data has ended as a whole BAM file does
     */
    static Alignments read(
            SequenceFormat format, String name, InputStream content, Optional<Path> reference, BooleanSupplier ended) {
        AlignmentFault fault = new AlignmentFault(format, name);
        try {
            Source source = format == SequenceFormat.BAM
                    ? new BamSource(content, ended)
                    : new TextOrCram(format, content, new CramReference(reference, fault));
            return new Alignments(fault, source);
        } catch (InputException e) {
            throw e;
        } catch (RuntimeException | IOException e) {
            throw fault.badHeader(e instanceof RuntimeException known ? known : new IllegalStateException(e));
        }
    }

    /** The next record; null at the end. */
    @Nullable SAMRecord next() throws IOException {
        SAMRecord record;
        try {
            record = source.next();
            if (record == null) {
                if (!source.whole()) {
                    throw fault.cutShort(reads, last);
                }
                return null;
            }
            check(record);
        } catch (RuntimeException e) {
            throw fault.damaged(e, reads, last);
        }
        reads++;
        last = record.getReadName();
        return record;
    }

    /** What stands before the records. */
    SAMFileHeader header() {
        return source.header();
    }

    /** Words complaints about this file. */
    AlignmentFault fault() {
        return fault;
    }

    private void check(SAMRecord record) {
        if (record.getReadName() == null || record.getReadName().equals(NO_NAME)) {
            throw fault.noName(reads, last);
        }
        if (record.getReadLength() > LONGEST) {
            throw new IllegalStateException("a read of " + record.getReadLength() + " bases");
        }
        record.getCigar(); // parsed when first asked for
        int qualities = record.getBaseQualities().length;
        if (qualities != 0 && record.getReadBases().length != 0 && qualities != record.getReadBases().length) {
            throw fault.qualities(reads, last);
        }
    }

    @Override
    public void close() throws IOException {
        source.close();
    }

    /** SAM and CRAM through htsjdk's reader. */
    private static final class TextOrCram implements Source {
        private final boolean cram;
        private final TailStream content;
        private final CramReference reference;
        private final SamReader reader;
        private final SAMRecordIterator records;

        TextOrCram(SequenceFormat format, InputStream source, CramReference reference) {
            this.cram = format == SequenceFormat.CRAM;
            this.content = new TailStream(source);
            this.reference = reference;
            this.reader = SamReaderFactory.makeDefault()
                    .validationStringency(ValidationStringency.SILENT)
                    .referenceSource(reference)
                    .open(SamInputResource.of(content));
            this.records = reader.iterator();
        }

        @Override
        public @Nullable SAMRecord next() {
            return records.hasNext() ? records.next() : null;
        }

        @Override
        public SAMFileHeader header() {
            return reader.getFileHeader();
        }

        @Override
        public boolean whole() throws IOException {
            if (!cram) {
                return true;
            }
            content.transferTo(OutputStream.nullOutputStream());
            return content.endsWith(CramIO.ZERO_F_EOF_MARKER) || content.endsWith(CramIO.ZERO_B_EOF_MARKER);
        }

        @Override
        public void close() throws IOException {
            try (reader;
                    reference) {
                records.close();
            }
        }
    }
}
