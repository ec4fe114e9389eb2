package org.virnuc.pipeline.confidence;

import java.util.List;

/**
 * The curves for one kind of evidence, scores of frames or DNA-only scores, by the number of chunks that speak.
 *
 * @param sizes by rising number of chunks; the first from 1
 */
public record EvidenceCurves(List<Size> sizes) {
    /** From so many chunks on a curve of their own, where there is enough to fit one. */
    static final int[] CLASSES = {1, 2, 5, 16};

    /** Weighted deltas beyond this are as good as certain; the scores of float32 say no more. */
    private static final double MOST = 1 - 1e-4;

    /**
     * The curve from a number of chunks on.
     *
     * @param heldOut measured on the other half of the labelled sequences
     */
    public record Size(int chunksFrom, Curve curve, Reliability heldOut) {}

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
        return best.curve().at(evidence(weightedDelta));
    }

    /** Log odds of a weighted delta; for one chunk with one frame those of its scores. */
    static double evidence(double weightedDelta) {
        double bounded = Math.max(-MOST, Math.min(MOST, weightedDelta));
        return Math.log((1 + bounded) / (1 - bounded));
    }
}
