package org.virnuc.training.distribution;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.virnuc.models.checkpoint.TensorValues;

/**
 * Where the features of training frames lie: their mean, the directions in which they vary least, the median distance of a
 * training frame, and the mean distance that one in a hundred stretches of records that did not train goes beyond. The
 * directions that vary least of all are left out, because they are constant but for rounding.
 */
public final class DistributionFit {
    private static final int CONSTANT = 16;
    private static final int AXES = 96;
    /** As a share of the mean variance of a feature; less is rounding. */
    private static final double LEAST_VARIANCE = 1e-9;

    private static final double QUANTILE = 0.99;
    private static final int[] SIZES = {1, 2, 5, 16};

    /** The number of training frames that are needed for each feature; fewer make directions narrow that are not. */
    private static final int ROWS_OF_FEATURE = 4;

    /** The number of stretches of held-out records that a limit needs. */
    private static final int LEAST_STRETCHES = 100;

    private final float[] mean;
    private final double[][] axes;
    private final double scale;

    private DistributionFit(float[] mean, double[][] axes, double scale) {
        this.mean = mean;
        this.axes = axes;
        this.scale = scale;
    }

    /**
     * Fits to the features of training frames.
     *
     * @param rows all of the same length
     * @return empty if there are too few
     */
    public static Optional<DistributionFit> of(List<float[]> rows) {
        int features = rows.isEmpty() ? 0 : rows.get(0).length;
        if (rows.isEmpty() || rows.size() < ROWS_OF_FEATURE * features) {
            return Optional.empty();
        }
        double[] sums = new double[features];
        for (float[] row : rows) {
            for (int i = 0; i < features; i++) {
                sums[i] += row[i];
            }
        }
        float[] mean = new float[features];
        for (int i = 0; i < features; i++) {
            mean[i] = (float) (sums[i] / rows.size());
        }
        int constant = Math.min(CONSTANT, features / 4);
        double[][] covariance = covariance(rows, mean);
        double least = LEAST_VARIANCE
                * IntStream.range(0, features)
                        .mapToDouble(i -> covariance[i][i])
                        .average()
                        .orElse(1);
        NarrowDirections narrow = NarrowDirections.of(covariance, constant + Math.min(AXES, features / 2));
        double[][] axes = new double[narrow.axes().length - constant][];
        for (int i = 0; i < axes.length; i++) {
            double deviation = Math.sqrt(Math.max(least, narrow.variances()[constant + i]));
            axes[i] = Arrays.stream(narrow.axes()[constant + i])
                    .map(value -> (float) (value / deviation))
                    .toArray();
        }
        DistributionFit unscaled = new DistributionFit(mean, axes, 1);
        double[] distances =
                rows.stream().mapToDouble(unscaled::distance).sorted().toArray();
        return Optional.of(new DistributionFit(mean, axes, (float) quantile(distances, 0.5)));
    }

    private static double[][] covariance(List<float[]> rows, float[] mean) {
        int features = mean.length;
        double[][] covariance = new double[features][features];
        IntStream.range(0, features).parallel().forEach(i -> {
            double[] sums = covariance[i];
            for (float[] row : rows) {
                double centred = row[i] - mean[i];
                for (int j = 0; j <= i; j++) {
                    sums[j] += centred * (row[j] - mean[j]);
                }
            }
        });
        for (int i = 0; i < features; i++) {
            for (int j = 0; j <= i; j++) {
                covariance[i][j] /= rows.size() - 1;
                covariance[j][i] = covariance[i][j];
            }
        }
        return covariance;
    }

    /** The distance of one row; 1 is that of a typical training frame. */
    public double distance(float[] row) {
        double sum = 0;
        for (double[] axis : axes) {
            double along = 0;
            for (int i = 0; i < axis.length; i++) {
                along += axis[i] * (row[i] - mean[i]);
            }
            sum += along * along;
        }
        return Math.sqrt(sum) / scale;
    }

    /**
     * The limits of records.
     *
     * @param records for each record that did not train the distances of its scored chunks, in order
     * @return pairs of a number of chunks and the limit of records of that number and more
     */
    static List<double[]> limits(List<double[]> records) {
        List<double[]> limits = new ArrayList<>();
        for (int size : SIZES) {
            double[] means = records.stream()
                    .flatMapToDouble(record -> IntStream.range(0, record.length / size)
                            .mapToDouble(i -> Arrays.stream(record, i * size, (i + 1) * size)
                                    .average()
                                    .orElse(0)))
                    .sorted()
                    .toArray();
            if (means.length >= LEAST_STRETCHES) {
                limits.add(new double[] {size, quantile(means, QUANTILE)});
            }
        }
        return limits;
    }

    /** A quantile of sorted values, between two of them in proportion. */
    private static double quantile(double[] sorted, double share) {
        double at = share * (sorted.length - 1);
        int below = (int) at;
        int above = Math.min(sorted.length - 1, below + 1);
        return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
    }

    /**
     * The tensors of {@link org.virnuc.calling.confidence.TrainingDistribution} but for the model.
     *
     * @param length of chunks
     * @param heldOut for each record that did not train the distances of its scored chunks
     * @return empty if there are too few chunks for a limit
     */
    public Optional<Map<String, TensorValues>> tensors(int length, List<double[]> heldOut) {
        List<double[]> limits = limits(heldOut);
        if (limits.isEmpty()) {
            return Optional.empty();
        }
        float[] pairs = new float[2 * limits.size()];
        for (int i = 0; i < pairs.length; i++) {
            pairs[i] = (float) limits.get(i / 2)[i % 2];
        }
        float[] rows = new float[axes.length * mean.length];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = (float) axes[i / mean.length][i % mean.length];
        }
        Map<String, TensorValues> tensors = new LinkedHashMap<>();
        tensors.put(length + ".mean", TensorValues.of(List.of((long) mean.length), mean));
        tensors.put(length + ".axes", TensorValues.of(List.of((long) axes.length, (long) mean.length), rows));
        tensors.put(length + ".rest", TensorValues.of(List.of(1L), new float[] {0}));
        tensors.put(length + ".scale", TensorValues.of(List.of(1L), new float[] {(float) scale}));
        tensors.put(length + ".limits", TensorValues.of(List.of((long) limits.size(), 2L), pairs));
        return Optional.of(tensors);
    }
}
