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
 * Reads the records of a BAM, SAM or CRAM file one by one, including secondary and supplementary alignments. Damage
 * causes an {@link InputException} that names the file and the previous read; violations that only a strict validator
 * reports are accepted.
 */
final class Alignments implements Closeable {
    static {
        Log.setGlobalLogLevel(Log.LogLevel.ERROR);
    }

    /** The maximum bases of a read and bytes of a record: far beyond any real one, and a limit for damaged lengths. */
    static final int LONGEST = 128 << 20;

    /** The placeholder of SAM for a read without a name. */
    private static final String NO_NAME = "*";

    private final AlignmentFault fault;
    private final Source source;
    private long reads;
    private String last = "";

    /** A source of alignment records. */
    interface Source extends Closeable {
        /** The next record; null at the end. */
        @Nullable SAMRecord next() throws IOException;

        /** The header before the records. */
        AlignmentHeader header();

        /** Whether the data, after reading it completely, ended properly. */
        boolean whole() throws IOException;
    }

    private Alignments(AlignmentFault fault, Source source) {
        this.fault = fault;
        this.source = source;
    }

    /**
     * Opens content.
     *
     * @param content decompressed content
     * @param ended whether the compressed data ended like a complete BAM file
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
        } catch (OutOfMemoryError e) { // sizes that only the available memory can check
            throw fault.tooLarge(reads, last, e);
        }
        reads++;
        last = record.getReadName();
        return record;
    }

    /** The header before the records. */
    AlignmentHeader header() {
        return source.header();
    }

    /** Whether the file, after reading it completely, has the end marker of its format. True if the format has none. */
    boolean endsWhole() throws IOException {
        return source.whole();
    }

    /** Builds error messages about this file. */
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
        record.getCigar(); // parsed on first use
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
