package org.virnuc.sequences;

/**
 * Where a record is cut: into {@code ceil(length / chunkLength)} chunks that overlap a little. The bases that full chunks
 * would need beyond the record's own are the surplus, shared out as overlaps: {@code lower + 1} at each of the first {@code
 * raised} joints, {@code lower} at the others. The last chunk may stay shorter, exactly as in VirNucPro: 501 bases make
 * chunks of 500 and 251.
 *
 * @param recordLength bases of the record; beyond 2^31 too
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

    /** The base after the last of chunk {@code index}. */
    public long end(long index) {
        return Math.min(start(index) + chunkLength, recordLength);
    }
}
