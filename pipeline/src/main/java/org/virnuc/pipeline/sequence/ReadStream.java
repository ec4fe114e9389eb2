package org.virnuc.pipeline.sequence;

import htsjdk.samtools.SAMRecord;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The reads of a BAM, SAM or CRAM file as FASTA, in the order of the file. */
final class ReadStream extends InputStream {
    private static final byte[] CLASSES = FastaAlphabet.nucleotides();

    private final Alignments alignments;
    private final ReadCounts counts = new ReadCounts();
    private byte[] ready = new byte[1 << 12];
    private int position;
    private int limit;

    ReadStream(Alignments alignments) {
        this.alignments = alignments;
    }

    /** What was left out so far. */
    ReadCounts counts() {
        return counts;
    }

    @Override
    public int read() throws IOException {
        return position < limit || fill() ? ready[position++] & 0xff : -1;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length > 0 && position == limit && !fill()) {
            return -1;
        }
        int count = Math.min(length, limit - position);
        System.arraycopy(ready, position, into, offset, count);
        position += count;
        return count;
    }

    @Override
    public void close() throws IOException {
        alignments.close();
    }

    private boolean fill() throws IOException {
        SAMRecord read = nextRead();
        if (read == null) {
            return false;
        }
        byte[] id = ReadText.id(read).getBytes(StandardCharsets.ISO_8859_1);
        byte[] bases = ReadText.bases(read);
        for (byte base : bases) {
            if (CLASSES[base & 0xff] > FastaAlphabet.LAST_LETTER) {
                throw alignments.fault().letter(base, read.getReadName());
            }
        }
        int needed = id.length + bases.length + 3;
        if (ready.length < needed) {
            ready = Arrays.copyOf(ready, Math.max(needed, 2 * ready.length));
        }
        position = 0;
        limit = 0;
        ready[limit++] = '>';
        append(id);
        ready[limit++] = '\n';
        append(bases);
        ready[limit++] = '\n';
        return true;
    }

    private void append(byte[] text) {
        System.arraycopy(text, 0, ready, limit, text.length);
        limit += text.length;
    }

    private @Nullable SAMRecord nextRead() throws IOException {
        for (SAMRecord record = alignments.next(); record != null; record = alignments.next()) {
            if (counts.isRead(record) && counts.hasBases(record)) {
                return record;
            }
        }
        return null;
    }
}
