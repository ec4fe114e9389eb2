package org.virnuc.calling.confidence;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The curves for scores from one source, by the number of scored chunks.
 *
 * @param sizes curves by rising number of chunks, starting at 1
 */
public record EvidenceCurves(List<Size> sizes) {
    /** The numbers of chunks at which a new curve starts, if there are enough samples to fit it. */
    static final int[] CLASSES = {1, 2, 5, 16};

    /** Larger weighted deltas are treated as this one, because float32 scores are not more precise. */
    private static final double MOST = 1 - 1e-4;

    /**
     * The curve from a number of chunks on.
     *
     * @param heldOut measured on clusters that the curves were not fitted to
     * @param otherGroups measured on groups that they were not fitted to; null without two groups of both labels
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Size(int chunksFrom, Curve curve, Reliability heldOut, @Nullable Reliability otherGroups) {}

    public EvidenceCurves {
        sizes = List.copyOf(sizes);
        if (sizes.isEmpty() || sizes.get(0).chunksFrom() != 1) {
            throw new IllegalArgumentException("curves must begin with one chunk");
        }
    }

    /** The probability of virus. */
    double probability(double weightedDelta, int chunks) {
        Size best = sizes.get(0);
        for (Size size : sizes) {
            if (size.chunksFrom() <= chunks) {
                best = size;
            }
        }
        return best.curve().at(evidence(weightedDelta), chunks);
    }

    /** The class that a number of chunks belongs to, among the first {@code classes}. */
    static int size(int chunks, int classes) {
        int size = 0;
        while (size + 1 < classes && CLASSES[size + 1] <= chunks) {
            size++;
        }
        return size;
    }

    /** Log odds of a weighted delta; for one chunk with one frame those of its scores. */
    static double evidence(double weightedDelta) {
        double bounded = Math.max(-MOST, Math.min(MOST, weightedDelta));
        return Math.log((1 + bounded) / (1 - bounded));
    }
}
