package org.virnuc.pipeline.verify;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.virnuc.calling.ScoreError;
import org.virnuc.models.Precision;

/**
 * What a comparison of two settings on a sample has found.
 *
 * @param sample what was compared
 * @param frames labels of frames
 * @param chunks labels of chunks, by the consensus of their frames
 * @param records verdicts of records on their chunks in the sample
 * @param differences of the virus scores of frames
 * @param frameFlips frames with another label, in the order of the input
 * @param chunkFlips chunks with another label, in the order of the input
 * @param reference the setting that is taken for right
 * @param fast the setting that is examined
 */
public record Agreement(
        Sample sample,
        Labels frames,
        Labels chunks,
        Labels records,
        ScoreDifferences differences,
        List<Flip> frameFlips,
        List<Flip> chunkFlips,
        Setting reference,
        Setting fast) {

    public Agreement {
        frameFlips = List.copyOf(frameFlips);
        chunkFlips = List.copyOf(chunkFlips);
        if (frames.differing() != frameFlips.size() || chunks.differing() != chunkFlips.size()) {
            throw new IllegalArgumentException(frameFlips.size() + " and " + chunkFlips.size()
                    + " flips are not those of " + frames + " and " + chunks);
        }
    }

    /** How far scores in the examined precision may be off; empty for the reference itself and for a sample too small to tell. */
    public Optional<ScoreError> error() {
        if (fast.precision().equals(Precision.FP32.word()) || frames.all() < ScoreError.LEAST_FRAMES) {
            return Optional.empty();
        }
        double rare = Objects.requireNonNull(differences.quantiles().get(ScoreDifferences.RARE));
        return Optional.of(new ScoreError(fast.precision(), rare, frames.all()));
    }

    /**
     * How much of the input was compared.
     *
     * @param chunks in the sample
     * @param scoredChunks of the input that have frames, of which the sample was drawn
     */
    public record Sample(long chunks, long scoredChunks) {
        /** Whether nothing was left out. */
        public boolean whole() {
            return chunks == scoredChunks;
        }
    }

    /**
     * A setting, and what it took.
     *
     * @param precision its word
     * @param seconds of both encoders, loading left out
     * @param loadSeconds of loading them
     */
    public record Setting(String precision, double seconds, double loadSeconds) {}
}
