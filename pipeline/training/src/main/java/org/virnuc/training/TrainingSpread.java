package org.virnuc.training;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.virnuc.models.checkpoint.TensorValues;
import org.virnuc.pipeline.stages.FeatureRows;
import org.virnuc.training.data.Part;
import org.virnuc.training.distribution.DistributionFit;

/** The distribution of the features of a training's frames. */
final class TrainingSpread {
    private static final int MOST_ROWS = 20_000;
    private static final int MOST_NUMBERS = 50_000_000;

    private final FeatureRows source;
    private final TrainingFrames frames;

    TrainingSpread(FeatureRows source, TrainingFrames frames) {
        this.source = source;
        this.frames = frames;
    }

    /** The tensors of the distribution; empty if there are too few frames, or chunks that do not train. */
    Optional<Map<String, TensorValues>> tensors(int length) throws IOException {
        Rows training = frames.frames(Part.TRAINING);
        int count = Math.min(training.size(), Math.min(MOST_ROWS, MOST_NUMBERS / source.features()));
        List<float[]> sample = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sample.add(row(training.row((int) ((long) i * training.size() / count))));
        }
        Optional<DistributionFit> fit = DistributionFit.of(sample);
        List<double[]> heldOut = new ArrayList<>();
        if (fit.isPresent()) {
            for (List<TrainingFrames.FrameRange> record : frames.heldOut()) {
                heldOut.add(distances(record, fit.get()));
            }
        }
        return fit.flatMap(known -> known.tensors(length, heldOut));
    }

    /** The distance of each chunk of a record, which is that of its nearest frame. */
    private double[] distances(List<TrainingFrames.FrameRange> record, DistributionFit fit) throws IOException {
        double[] distances = new double[record.size()];
        for (int i = 0; i < distances.length; i++) {
            distances[i] = Double.POSITIVE_INFINITY;
            for (int frame = 0; frame < record.get(i).count(); frame++) {
                distances[i] =
                        Math.min(distances[i], fit.distance(row(record.get(i).first() + frame)));
            }
        }
        return distances;
    }

    private float[] row(int number) throws IOException {
        float[] row = new float[source.features()];
        source.copy(new int[] {number}, row);
        return row;
    }
}
