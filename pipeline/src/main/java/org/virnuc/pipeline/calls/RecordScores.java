package org.virnuc.pipeline.calls;

import java.util.Arrays;
import java.util.Objects;
import org.virnuc.pipeline.sequence.ChunkPlan;
import org.virnuc.pipeline.sequence.UnscoredReason;

/**
 * One input record and what is known of each of its chunks, filled in order and used again for the next record: nine bytes a
 * chunk, whatever the number of records.
 */
public final class RecordScores {
    private static final int FIRST_CHUNKS = 64;
    private static final byte SCORED = 0;

    private final int chunkLength;
    private String id = "";
    private long number;
    private ChunkPlan plan;
    private int chunks;
    private int scored;
    private float[] others = new float[FIRST_CHUNKS];
    private float[] virus = new float[FIRST_CHUNKS];
    private byte[] reasons = new byte[FIRST_CHUNKS];

    /** For records cut into chunks of that length. */
    public RecordScores(int chunkLength) {
        this.chunkLength = chunkLength;
        this.plan = new ChunkPlan(0, chunkLength);
    }

    /**
     * Begins the next record.
     *
     * @param recordId as given, each byte a character
     * @param length in bases
     */
    public void begin(String recordId, long length) {
        id = recordId;
        number++;
        plan = new ChunkPlan(length, chunkLength);
        chunks = 0;
        scored = 0;
    }

    /** The next chunk has these best scores. */
    public void addScored(float bestOthers, float bestVirus) {
        grow();
        others[chunks] = bestOthers;
        virus[chunks] = bestVirus;
        reasons[chunks++] = SCORED;
        scored++;
    }

    /** The next chunk has no score. */
    public void addUnscored(UnscoredReason reason) {
        grow();
        reasons[chunks++] = (byte) reason.code();
    }

    public String id() {
        return id;
    }

    /** Its number over all inputs, from 1: ids need not differ, numbers do. */
    public long number() {
        return number;
    }

    /** In bases. */
    public long length() {
        return plan.recordLength();
    }

    /** Bases of a full chunk. */
    int chunkLength() {
        return chunkLength;
    }

    /** The number of chunks. */
    public int chunks() {
        return chunks;
    }

    /** The number of chunks with a score. */
    public int scored() {
        return scored;
    }

    /** The first base of a chunk, from 0. */
    public long start(int chunk) {
        return plan.start(chunk);
    }

    /** The base after the last of a chunk. */
    public long end(int chunk) {
        return plan.end(chunk);
    }

    public boolean isScored(int chunk) {
        return reasons[Objects.checkIndex(chunk, chunks)] == SCORED;
    }

    /** The best score for others; only of a scored chunk. */
    public float others(int chunk) {
        return others[chunk];
    }

    /** The best score for virus; only of a scored chunk. */
    public float virus(int chunk) {
        return virus[chunk];
    }

    /** Why a chunk has no score. */
    public UnscoredReason reason(int chunk) {
        return UnscoredReason.of(reasons[chunk]);
    }

    /** The bases that lie in at least one scored chunk. */
    public long scoredBases() {
        long bases = 0;
        long covered = 0;
        for (int chunk = 0; chunk < chunks; chunk++) {
            if (isScored(chunk)) {
                bases += end(chunk) - Math.max(start(chunk), covered);
                covered = end(chunk);
            }
        }
        return bases;
    }

    private void grow() {
        if (chunks == reasons.length) {
            int more = Math.multiplyExact(chunks, 2);
            others = Arrays.copyOf(others, more);
            virus = Arrays.copyOf(virus, more);
            reasons = Arrays.copyOf(reasons, more);
        }
    }
}
