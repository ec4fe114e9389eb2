package org.virnuc.calling;

import java.util.OptionalDouble;
import org.virnuc.calling.confidence.ChunkSource;
import org.virnuc.calling.confidence.WeightedDelta;
import org.virnuc.models.chunkhead.RecordRule;

/**
 * The combined evidence of a record's number of scored chunks, in the figures of viral-ngs. A chunk's delta is its best
 * virus score minus its best score for others. The weighted delta is the mean of the deltas, weighted by the square
 * root of their size.
 *
 * @param chunks number of scored chunks
 * @param weightedDelta from -1 (others) to 1 (virus); 0 without a scored chunk
 * @param confidentViral number of chunks with virus above 0.8 and others below 0.3
 * @param confidentNonviral number of chunks with others above 0.8 and virus below 0.3
 * @param ambiguous number of chunks with both above 0.7
 * @param judged the log odds that the record is viral, if its chunks were judged by a chunk head
 */
record Evidence(
        int chunks,
        double weightedDelta,
        int confidentViral,
        int confidentNonviral,
        int ambiguous,
        OptionalDouble judged) {
    private static final float CONFIDENT = 0.8f;
    private static final float OPPOSING = 0.3f;
    private static final float AMBIGUOUS = 0.7f;

    /** The evidence of frame scores. */
    static Evidence of(RecordScores record) {
        return of(record, ChunkSource.FRAMES);
    }

    /** What the chunks of a record say that were judged by a chunk head. */
    static Evidence of(RecordScores record, RecordRule rule) {
        Evidence evidence = of(record);
        double sum = 0;
        double bases = 0;
        double last = 0;
        for (int chunk = 0; chunk < record.chunks(); chunk++) {
            if (record.isScored(chunk)) {
                double weight = record.end(chunk) - record.start(chunk);
                last = record.logOdds(chunk);
                sum += weight * rule.clipped(last);
                bases += weight;
            }
        }
        int chunks = evidence.chunks();
        OptionalDouble logOdds = chunks == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(chunks == 1 ? last : rule.logOdds(sum / bases, chunks));
        return new Evidence(
                chunks,
                evidence.weightedDelta(),
                evidence.confidentViral(),
                evidence.confidentNonviral(),
                evidence.ambiguous(),
                logOdds);
    }

    /** The evidence of scores from one source. */
    static Evidence of(RecordScores record, ChunkSource source) {
        Counter counter = new Counter();
        for (int chunk = 0; chunk < record.chunks(); chunk++) {
            if (record.has(source, chunk)) {
                counter.add(record.others(source, chunk), record.virus(source, chunk));
            }
        }
        return counter.evidence();
    }

    private static final class Counter {
        private final WeightedDelta delta = new WeightedDelta();
        private int chunks;
        private int viral;
        private int nonviral;
        private int ambiguous;

        void add(float others, float virus) {
            delta.add((double) virus - others);
            chunks++;
            viral += virus > CONFIDENT && others < OPPOSING ? 1 : 0;
            nonviral += others > CONFIDENT && virus < OPPOSING ? 1 : 0;
            ambiguous += virus > AMBIGUOUS && others > AMBIGUOUS ? 1 : 0;
        }

        Evidence evidence() {
            return new Evidence(chunks, delta.value(), viral, nonviral, ambiguous, OptionalDouble.empty());
        }
    }

    /** The share of confident viral chunks among those that are not ambiguous. */
    double viralProportion() {
        return proportion(confidentViral);
    }

    /** The share of confident non-viral chunks among those that are not ambiguous. */
    double nonviralProportion() {
        return proportion(confidentNonviral);
    }

    private double proportion(int confident) {
        int counted = chunks - ambiguous;
        return counted > 0 ? (double) confident / counted : 0;
    }
}
