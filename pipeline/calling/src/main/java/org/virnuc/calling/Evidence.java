package org.virnuc.calling;

import org.virnuc.calling.confidence.ChunkSource;
import org.virnuc.calling.confidence.WeightedDelta;

/**
 * What the scored chunks of a record say together, in the figures that viral-ngs uses: a chunk's delta is its best virus
 * score less its best score for others, and the weighted delta is the mean of the deltas, each with the square root of its
 * size as its weight.
 *
 * @param chunks scored chunks
 * @param weightedDelta from -1 (others) to 1 (virus); 0 where there is no chunk
 * @param confidentViral chunks with virus above 0.8 and others below 0.3
 * @param confidentNonviral the other way round
 * @param ambiguous chunks with both above 0.7
 */
record Evidence(int chunks, double weightedDelta, int confidentViral, int confidentNonviral, int ambiguous) {
    private static final float CONFIDENT = 0.8f;
    private static final float OPPOSING = 0.3f;
    private static final float AMBIGUOUS = 0.7f;

    /** What the scores of frames say. */
    static Evidence of(RecordScores record) {
        return of(record, ChunkSource.FRAMES);
    }

    /** What the scores from one source say. */
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
            return new Evidence(chunks, delta.value(), viral, nonviral, ambiguous);
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
