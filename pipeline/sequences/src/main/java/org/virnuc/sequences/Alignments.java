package org.virnuc.sequences;

import htsjdk.samtools.SAMRecord;
import htsjdk.samtools.util.Log;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The records of a BAM, SAM or CRAM file one after another, as they are: secondary and supplementary alignments too. Damage is
 * an {@link InputException} that names the file and the read before; what a strict validator complains of is not.
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
        AlignmentHeader header();

        /** Whether the data, read to its end, ended as a whole file does. */
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
            Source source =
                    switch (format) {
                        case BAM -> new BamSource(content, ended, fault);
                        case CRAM -> new CramSource(content, ended, reference, fault);
                        default -> new SamSource(content, ended, fault);
                    };
            return new Alignments(fault, source);
        } catch (InputException e) {
            throw e;
        } catch (RuntimeException | IOException e) {
            throw fault.badHeader(e);
        } catch (OutOfMemoryError e) {
            throw fault.tooLarge(0, "", e);
        }
    }

    /** The next record; null at the end. */
    @Nullable SAMRecord next() throws IOException {
        SAMRecord record;
        try {
            record = source.next();
            if (record == null) {
                return null;
            }
            check(record);
        } catch (RuntimeException e) {
            throw fault.damaged(e, reads, last);
        } catch (OutOfMemoryError e) { // sizes that nothing but the memory can check
            throw fault.tooLarge(reads, last, e);
        }
        reads++;
        last = record.getReadName();
        return record;
    }

    /** What stands before the records. */
    AlignmentHeader header() {
        return source.header();
    }

    /** Whether the file, read to its end, has the mark that whole files end with; true where its format has none. */
    boolean endsWhole() throws IOException {
        return source.whole();
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
}
