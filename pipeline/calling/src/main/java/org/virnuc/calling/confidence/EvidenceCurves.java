package org.virnuc.calling.confidence;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The curves for one kind of evidence, scores of frames or DNA-only scores, by the number of chunks that speak.
 *
 * @param sizes by rising number of chunks; the first from 1
 */
public record EvidenceCurves(List<Size> sizes) {
    /** Numbers of chunks from which on records have a curve of their own, where there is enough to fit one. */
    static final int[] CLASSES = {1, 2, 5, 16};

    /** Weighted deltas beyond this are as good as certain; the scores of float32 say no more. */
    private static final double MOST = 1 - 1e-4;

    /**
     * The curve from a number of chunks on.
     *
     * @param heldOut measured on clusters that the curves were not fitted to
     * @param otherGroups measured on groups that they were not fitted to; null where there are no two of either label
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
