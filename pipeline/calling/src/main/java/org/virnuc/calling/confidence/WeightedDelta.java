package org.virnuc.calling.confidence;

/** The mean of chunks' deltas, each with the square root of its size as its weight, as viral-ngs has it. */
public final class WeightedDelta {
    private double weighted;
    private double weights;

    /** Of some deltas in a row. */
    static double of(double[] deltas, int from, int count) {
        WeightedDelta delta = new WeightedDelta();
        for (int i = from; i < from + count; i++) {
            delta.add(deltas[i]);
        }
        return delta.value();
    }

    /** Adds a chunk's best virus score less its best score for others. */
    public void add(double delta) {
        double weight = Math.sqrt(Math.abs(delta));
        weighted += delta * weight;
        weights += weight;
    }

    /** From -1 (others) to 1 (virus); 0 where there is no chunk. */
    public double value() {
        return weights > 0 ? weighted / weights : 0;
    }
}
