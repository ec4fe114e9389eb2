package org.virnuc.calling;

import java.util.Arrays;
import java.util.Objects;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import org.virnuc.calling.confidence.ChunkSource;
import org.virnuc.sequences.ChunkPlan;
import org.virnuc.sequences.UnscoredReason;

/**
 * One input record with the scores of its chunks, which are added in order. The object is reused for the next record,
 * so memory does not depend on the number of records: ten bytes per chunk, and eight more for each fallback source.
 */
public final class RecordScores {
    private static final int FIRST_CHUNKS = 64;
    private static final byte SCORED = 0;

    /** The reason for chunks whose scores do not count because their record is too short to be called. */
    static final String BELOW_MIN_LENGTH = "below-min-length";

    private final int chunkLength;
    private String id = "";
    private long number;
    private ChunkPlan plan;
    private int chunks;
    private int scored;
    private int withheld;
    private boolean isWithheld;
    private float[] others = new float[FIRST_CHUNKS];
    private float[] virus = new float[FIRST_CHUNKS];
    private byte[] reasons = new byte[FIRST_CHUNKS];
    private boolean[] byBigModel = new boolean[FIRST_CHUNKS];
    private boolean nextByBigModel;
    private double distanceSum;
    private int distances;
    private final FallbackScores stretches = new FallbackScores();
    private final FallbackScores dnaOnly = new FallbackScores();

    /** Creates an object for records that are cut into chunks of this length. */
    public RecordScores(int chunkLength) {
        this.chunkLength = chunkLength;
        this.plan = new ChunkPlan(0, chunkLength);
    }

    /**
     * Starts the next record.
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
        withheld = 0;
        isWithheld = false;
        stretches.clear();
        dnaOnly.clear();
        distanceSum = 0;
        distances = 0;
    }

    /** Removes all scores of the record, whose chunks are complete. */
    void withhold() {
        if (!isWithheld) {
            isWithheld = true;
            withheld = scored;
            scored = 0;
            stretches.clear();
            dnaOnly.clear();
            distances = 0;
        }
    }

    /** The number of chunks whose score was removed. */
    int withheld() {
        return withheld;
    }

    /** Sets whether the next chunk is scored by the big model of a cascade. */
    public void nextByBigModel(boolean is) {
        nextByBigModel = is;
    }

    /** Whether the next chunk is scored by the big model of a cascade. */
    boolean isNextByBigModel() {
        return nextByBigModel;
    }

    /** Whether a scored chunk was scored by the big model of a cascade. */
    public boolean isByBigModel(int chunk) {
        return byBigModel[chunk];
    }

    /** Adds the next chunk with its best scores. */
    public void addScored(float bestOthers, float bestVirus) {
        grow();
        byBigModel[chunks] = nextByBigModel;
        others[chunks] = bestOthers;
        virus[chunks] = bestVirus;
        reasons[chunks++] = SCORED;
        scored++;
    }

    /** The next chunk is viral with these odds by the chunk head of the model, which has seen more than its frames. */
    public void addJudged(double logOdds) {
        double probability = 1 / (1 + Math.exp(-logOdds));
        addScored((float) (1 / (1 + Math.exp(logOdds))), (float) probability);
    }

    /** Adds the next chunk without a score. */
    public void addUnscored(UnscoredReason reason) {
        grow();
        reasons[chunks++] = (byte) reason.code();
    }

    /** Adds DNA-only scores to the chunk added last. */
    public void addDnaOnly(float scoreOthers, float scoreVirus) {
        dnaOnly.add(chunks - 1, scoreOthers, scoreVirus);
    }

    /** Adds scores of stretches to the chunk added last. */
    public void addStretches(float scoreOthers, float scoreVirus) {
        stretches.add(chunks - 1, scoreOthers, scoreVirus);
    }

    /** Adds the distance of the scored chunk added last from the training data. */
    public void addDistance(double distance) {
        distanceSum += distance;
        distances++;
    }

    /** The mean distance of the scored chunks that have one; NaN if none has. */
    public double distance() {
        return distances == 0 ? Double.NaN : distanceSum / distances;
    }

    /** The number of scored chunks with a distance. */
    int distances() {
        return distances;
    }

    public String id() {
        return id;
    }

    /** The number of the record over all inputs, from 1. Unlike ids, numbers are unique. */
    public long number() {
        return number;
    }

    /** The number of bases. */
    public long length() {
        return plan.recordLength();
    }

    /** The number of bases of a full chunk. */
    public int chunkLength() {
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
        return reasons[Objects.checkIndex(chunk, chunks)] == SCORED && !isWithheld;
    }

    /** The best score for others; call it only for a scored chunk. */
    public float others(int chunk) {
        return others[chunk];
    }

    /** The best score for virus; call it only for a scored chunk. */
    public float virus(int chunk) {
        return virus[chunk];
    }

    /** Whether a chunk has a score from this source; it may have several. */
    public boolean has(ChunkSource source, int chunk) {
        return source == ChunkSource.FRAMES ? isScored(chunk) : fallback(source).has(Objects.checkIndex(chunk, chunks));
    }

    /** Whether a chunk has a score from any source. */
    boolean hasAny(int chunk) {
        return source(chunk) != null;
    }

    /** The source of a chunk's preferred score; null if it has no score. */
    public @Nullable ChunkSource source(int chunk) {
        if (isScored(chunk)) {
            return ChunkSource.FRAMES;
        }
        return stretches.has(chunk) ? ChunkSource.STRETCHES : dnaOnly.has(chunk) ? ChunkSource.DNA_ONLY : null;
    }

    /** The number of chunks whose preferred score is from this source. */
    public int preferred(ChunkSource source) {
        int count = 0;
        for (int chunk = 0; chunk < chunks; chunk++) {
            count += source(chunk) == source ? 1 : 0;
        }
        return count;
    }

    /** The log odds of virus of a chunk that was judged; finite. */
    double logOdds(int chunk) {
        return Math.log(Math.max(Float.MIN_NORMAL, virus[chunk]) / Math.max(Float.MIN_NORMAL, others[chunk]));
    }

    /** The score for others from this source; call it only for a chunk that has one. */
    float others(ChunkSource source, int chunk) {
        return source == ChunkSource.FRAMES ? others[chunk] : fallback(source).others(chunk);
    }

    /** The score for virus from this source; call it only for a chunk that has one. */
    float virus(ChunkSource source, int chunk) {
        return source == ChunkSource.FRAMES ? virus[chunk] : fallback(source).virus(chunk);
    }

    /** The scores from a fallback source. */
    FallbackScores fallback(ChunkSource source) {
        return switch (source) {
            case STRETCHES -> stretches;
            case DNA_ONLY -> dnaOnly;
            case FRAMES -> throw new IllegalArgumentException("frames take no other source's place");
        };
    }

    /** The reason why a chunk has no score, as in {@code unscored.tsv}. */
    public String reason(int chunk) {
        return reasons[chunk] == SCORED
                ? BELOW_MIN_LENGTH
                : UnscoredReason.of(reasons[chunk]).word();
    }

    /** The bases that lie in at least one scored chunk. */
    public long scoredBases() {
        return bases(this::isScored);
    }

    /** The bases that lie in a chunk with a score from this source and in none with a preferred one. */
    long bases(ChunkSource source) {
        if (source != ChunkSource.FRAMES && fallback(source).count() == 0) {
            return 0;
        }
        return bases(chunk -> compare(chunk, source) <= 0) - bases(chunk -> compare(chunk, source) < 0);
    }

    /** The bases that lie in a chunk with a score from any source. */
    public long basesWithAnyScore() {
        return bases(this::hasAny);
    }

    /** Compares a chunk's preferred source with another; a chunk without a score comes last. */
    private int compare(int chunk, ChunkSource other) {
        ChunkSource source = source(chunk);
        return source == null ? 1 : source.compareTo(other);
    }

    /** The bases from one to before another that lie in at least one scored chunk. */
    long scoredBases(long from, long to) {
        long bases = 0;
        long covered = from;
        for (int chunk = (int) (from / chunkLength); chunk < chunks && start(chunk) < to; chunk++) {
            long first = Math.max(start(chunk), covered);
            long last = Math.min(end(chunk), to);
            if (isScored(chunk) && first < last) {
                bases += last - first;
                covered = last;
            }
        }
        return bases;
    }

    private long bases(IntPredicate which) {
        long bases = 0;
        long covered = 0;
        for (int chunk = 0; chunk < chunks; chunk++) {
            if (which.test(chunk)) {
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
            byBigModel = Arrays.copyOf(byBigModel, more);
        }
    }
}
