package org.virnuc.calling.confidence;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Cuts labelled records into stretches of chunks, by the class of {@link EvidenceCurves#CLASSES}. */
final class Stretches {
    /** Numbers of chunks in a row that make a stretch; the last class also takes whole records. */
    private static final int[][] SIZES = {{1}, {2, 3, 4}, {5, 8, 12}, {16, 32, 64}};

    /** A class with fewer stretches of either label has no curve of its own. */
    static final int LEAST_SAMPLES = 40;

    /**
     * The minimum number of clusters per label, so that a curve can be measured on a cluster that it was not fitted to.
     */
    static final int LEAST_CLUSTERS = 2;

    private Stretches() {}

    /** The classes with enough stretches, starting at single chunks; empty if these have too few. */
    static List<List<CalibrationPoint>> of(
            List<LabelledRecord> records, Clusters clusters, Function<LabelledRecord, LabelledRecord.Deltas> deltas) {
        List<List<CalibrationPoint>> classes = new ArrayList<>();
        for (int size = 0; size < SIZES.length; size++) {
            List<CalibrationPoint> samples = new ArrayList<>();
            for (LabelledRecord record : records) {
                double[] all = deltas.apply(record).all();
                for (int stretch : SIZES[size]) {
                    add(all, stretch, record.viral(), clusters.of(record), samples);
                }
                if (size == SIZES.length - 1 && all.length >= EvidenceCurves.CLASSES[size]) {
                    add(all, all.length, record.viral(), clusters.of(record), samples);
                }
            }
            if (!enough(samples, true) || !enough(samples, false)) {
                break;
            }
            classes.add(samples);
        }
        return classes;
    }

    private static boolean enough(List<CalibrationPoint> samples, boolean viral) {
        return samples.stream().filter(s -> s.viral() == viral).count() >= LEAST_SAMPLES
                && CalibrationPoint.clusters(samples, viral) >= LEAST_CLUSTERS;
    }

    private static void add(double[] deltas, int stretch, boolean viral, int cluster, List<CalibrationPoint> samples) {
        for (int from = 0; from + stretch <= deltas.length; from += stretch) {
            double evidence = EvidenceCurves.evidence(WeightedDelta.of(deltas, from, stretch));
            samples.add(new CalibrationPoint(evidence, stretch, viral, cluster, 1));
        }
    }
}
