package org.virnuc.calling.confidence;

import java.util.Arrays;

/**
 * A record whose label is known, with the deltas of its chunks.
 *
 * @param cluster records of one cluster are relatives, and never on both sides of a split
 * @param group what kind of virus or host it is; clusters of each are shared out evenly
 * @param frames best virus score less best score for others, of each chunk with frames, in order
 * @param dnaOnly that difference for each chunk with a DNA-only score
 */
record LabelledRecord(String id, String cluster, String group, boolean viral, Deltas frames, Deltas dnaOnly) {
    private static final int FIRST = 16;

    /** Collects deltas chunk by chunk. */
    static final class Deltas {
        private double[] values = new double[FIRST];
        private int count;

        static Deltas of(double... all) {
            Deltas deltas = new Deltas();
            for (double delta : all) {
                deltas.add(delta);
            }
            return deltas;
        }

        void add(double delta) {
            if (count == values.length) {
                values = Arrays.copyOf(values, 2 * count);
            }
            values[count++] = delta;
        }

        /** All deltas. */
        double[] all() {
            return Arrays.copyOf(values, count);
        }
    }
}
