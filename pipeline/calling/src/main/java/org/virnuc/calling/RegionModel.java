package org.virnuc.calling;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Finds viral regions with a hidden Markov model of two states, others and virus, over the chunks of a record: the most
 * probable path (Viterbi) under these parameters.
 *
 * <p>A scored chunk speaks for virus with log odds of {@value #SLOPE} times the logarithm of its best virus score over its
 * best score for others, at most {@value #LIMIT} either way: fitted to the observed odds on validation sequences, where the
 * scores are surer of themselves than they are right. A chunk without a score says nothing. From one chunk to the next,
 * others become virus with probability {@value #TO_VIRUS}, virus becomes others with {@value #TO_OTHERS}; a record begins in
 * either state alike. A tie is virus.
 *
 * <p>A boundary lies half-way between the last scored chunk of one state and the first of the other, so it is known no better
 * than to a chunk and the unscored stretch around it; {@link HalfWindows} know it better. A region bridges {@value #BRIDGED} unscored
 * chunks at most, in it and at the ends of a record; at a longer stretch it ends with its last scored chunk, whatever follows. Of the
 * unscored stretches within viral validation records 99.6 % are no longer.
 */
public final class RegionModel {
    static final double SLOPE = 0.7;
    static final double LIMIT = 3;
    static final double TO_VIRUS = 1e-3;
    static final double TO_OTHERS = 1e-2;

    /** The largest number of consecutive unscored chunks that a region extends over. */
    static final int BRIDGED = 10;

    /** Float32 scores closer to each other than this are equal. */
    private static final double TIE = 1e-6;

    private static final double LEAST_SCORE = 1e-9;
    private static final int FIRST_CHUNKS = 64;
    private static final byte STAY = 0;
    private static final byte VIRUS_FROM_OTHERS = 1;
    private static final byte OTHERS_FROM_VIRUS = 2;

    /** The scored chunks of the record, and how the best path into each state came about. */
    private int[] chunks = new int[FIRST_CHUNKS];

    private byte[] steps = new byte[FIRST_CHUNKS];
    private boolean[] viral = new boolean[FIRST_CHUNKS];

    private final Boundaries boundaries;

    /** Creates a model whose boundaries lie half-way between chunks. */
    public RegionModel() {
        this(Boundaries.MIDDLE);
    }

    /** Creates a model with other boundaries. */
    public RegionModel(Boundaries boundaries) {
        this.boundaries = boundaries;
    }

    /** The viral regions of a record, in order; none overlaps another. */
    public List<Region> regions(RecordScores record) {
        int count = path(record);
        List<Region> regions = new ArrayList<>();
        int first = 0;
        while (first < count) {
            if (!viral[first]) {
                first++;
                continue;
            }
            int last = first;
            while (last + 1 < count && viral[last + 1] && bridges(chunks[last], chunks[last + 1])) {
                last++;
            }
            regions.add(region(record, first, last, count));
            first = last + 1;
        }
        return regions;
    }

    /** Fills {@link #chunks} and {@link #viral}; the number of scored chunks. */
    private int path(RecordScores record) {
        int count = 0;
        double others = 0;
        double virus = 0;
        for (int chunk = 0; chunk < record.chunks(); chunk++) {
            if (!record.isScored(chunk)) {
                continue;
            }
            reserve(count);
            byte step = STAY;
            if (count > 0) {
                double forgotten = 1 - Math.pow(1 - TO_VIRUS - TO_OTHERS, chunk - (double) chunks[count - 1]);
                double toVirus = forgotten * TO_VIRUS / (TO_VIRUS + TO_OTHERS);
                double toOthers = forgotten - toVirus;
                double othersStay = others + Math.log1p(-toVirus);
                double othersSwitch = virus + Math.log(toOthers);
                double virusStay = virus + Math.log1p(-toOthers);
                double virusSwitch = others + Math.log(toVirus);
                step |= othersSwitch > othersStay ? OTHERS_FROM_VIRUS : STAY;
                step |= virusSwitch > virusStay ? VIRUS_FROM_OTHERS : STAY;
                others = Math.max(othersStay, othersSwitch);
                virus = Math.max(virusStay, virusSwitch);
            }
            virus += logOdds(record.others(chunk), record.virus(chunk));
            chunks[count] = chunk;
            steps[count++] = step;
        }
        traceBack(count, virus >= others);
        return count;
    }

    private void traceBack(int count, boolean endsViral) {
        boolean state = endsViral;
        for (int i = count - 1; i >= 0; i--) {
            viral[i] = state;
            int switched = steps[i] & (state ? VIRUS_FROM_OTHERS : OTHERS_FROM_VIRUS);
            state ^= switched != 0;
        }
    }

    /** The log odds of virus by a chunk's scores. */
    static double logOdds(float others, float virus) {
        if (Math.abs((double) virus - others) <= TIE) {
            return 0;
        }
        double ratio = Math.log(Math.max(virus, LEAST_SCORE) / Math.max(others, LEAST_SCORE));
        return Math.max(-LIMIT, Math.min(LIMIT, SLOPE * ratio));
    }

    private Region region(RecordScores record, int first, int last, int count) {
        long start = start(record, first);
        long end = end(record, last, count);
        double sum = 0;
        for (int i = first; i <= last; i++) {
            sum += record.virus(chunks[i]);
        }
        int scored = last - first + 1;
        return new Region(start, end, scored, sum / scored);
    }

    private long start(RecordScores record, int first) {
        int chunk = chunks[first];
        int before = first == 0 ? -1 : chunks[first - 1];
        if (!bridges(before, chunk)) {
            return record.start(chunk);
        }
        return first == 0 ? 0 : boundaries.at(record, new Boundaries.Between(before, chunk, true));
    }

    private long end(RecordScores record, int last, int count) {
        int chunk = chunks[last];
        int after = last == count - 1 ? record.chunks() : chunks[last + 1];
        if (!bridges(chunk, after)) {
            return record.end(chunk);
        }
        return last == count - 1 ? record.length() : boundaries.at(record, new Boundaries.Between(chunk, after, false));
    }

    /** Whether a region may extend over the unscored chunks between two others, or between one and an end of the record. */
    private static boolean bridges(int before, int after) {
        return after - before - 1 <= BRIDGED;
    }

    private void reserve(int count) {
        if (count == chunks.length) {
            int more = Math.multiplyExact(count, 2);
            chunks = Arrays.copyOf(chunks, more);
            steps = Arrays.copyOf(steps, more);
            viral = Arrays.copyOf(viral, more);
        }
    }
}
