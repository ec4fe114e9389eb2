package org.virnuc.calling.confidence;

/** The mean of chunks' deltas, weighted by the square root of their size, as in viral-ngs. */
public final class WeightedDelta {
    private double weighted;
    private double weights;

    /** The weighted delta of some consecutive deltas. */
    static double of(double[] deltas, int from, int count) {
        WeightedDelta delta = new WeightedDelta();
        for (int i = from; i < from + count; i++) {
            delta.add(deltas[i]);
        }
        return delta.value();
    }

    /** Adds a chunk's delta: its best virus score minus its best score for others. */
    public void add(double delta) {
        double weight = Math.sqrt(Math.abs(delta));
        weighted += delta * weight;
        weights += weight;
    }

    /** The weighted delta, from -1 (others) to 1 (virus); 0 without chunks. */
    public double value() {
        return weights > 0 ? weighted / weights : 0;
    }
}
