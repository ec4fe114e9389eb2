package org.virnuc.sequences;

import htsjdk.samtools.SAMRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Converts the reads of a BAM, SAM or CRAM file to FASTA in file order. A read without bases becomes an empty record.
 */
final class ReadStream extends PieceStream {
    private static final byte[] CLASSES = FastaAlphabet.nucleotides();

    private final Alignments alignments;
    private final ReadCounts counts = new ReadCounts();

    ReadStream(Alignments alignments) {
        this.alignments = alignments;
    }

    /** Counts of skipped and unusual reads so far. */
    ReadCounts counts() {
        return counts;
    }

    /** Whether the file, after reading it completely, has the end marker of its format. */
    boolean endsWhole() throws IOException {
        return alignments.endsWhole();
    }

    @Override
    public void close() throws IOException {
        alignments.close();
    }

    @Override
    void more() throws IOException {
        SAMRecord read = nextRead();
        if (read == null) {
            return;
        }
        byte[] bases = ReadText.bases(read);
        for (byte base : bases) {
            if (CLASSES[base & 0xff] > FastaAlphabet.LAST_LETTER) {
                throw alignments.fault().letter(base, read.getReadName());
            }
        }
        put((byte) '>');
        put(ReadText.id(read).getBytes(StandardCharsets.ISO_8859_1));
        put((byte) '\n');
        put(bases);
        put((byte) '\n');
    }

    private @Nullable SAMRecord nextRead() throws IOException {
        for (SAMRecord record = alignments.next(); record != null; record = alignments.next()) {
            if (counts.isRead(record)) {
                counts.note(record);
                return record;
            }
        }
        return null;
    }
}
