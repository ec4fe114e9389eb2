package org.virnuc.sequences;

/**
 * Cuts a record into {@code ceil(length / chunkLength)} chunks that overlap slightly. The surplus, the number of bases
 * that full chunks need beyond the record's length, is distributed as overlaps: {@code lower + 1} bases at each of the
 * first {@code raised} joints and {@code lower} at the others. The last chunk may be shorter, exactly as in VirNucPro:
 * 501 bases give chunks of 500 and 251.
 *
 * @param recordLength bases of the record; may exceed 2^31
 * @param chunkLength bases of a full chunk
 */
public record ChunkPlan(long recordLength, int chunkLength) {

    public ChunkPlan {
        if (recordLength < 0 || chunkLength < 1) {
            throw new IllegalArgumentException(
                    "cannot cut " + recordLength + " bases into chunks of " + chunkLength + " bases");
        }
    }

    /** The number of chunks; none for an empty record. */
    public long count() {
        return recordLength / chunkLength + (recordLength % chunkLength == 0 ? 0 : 1);
    }

    /** The first base of chunk {@code index}, from 0. */
    public long start(long index) {
        long count = count();
        if (index < 0 || index >= count) {
            throw new IndexOutOfBoundsException("chunk " + index + " of " + count);
        }
        long surplus = count * chunkLength - recordLength;
        long lower = surplus / count;
        long raised = surplus - lower * (count - 1);
        return index * (chunkLength - lower) - Math.min(index, raised);
    }

    /** The position after the last base of chunk {@code index}. */
    public long end(long index) {
        return Math.min(start(index) + chunkLength, recordLength);
    }
}
