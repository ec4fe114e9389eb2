package org.virnuc.pipeline.verify;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.virnuc.calling.ScoreError;
import org.virnuc.models.Precision;

/**
 * The result of comparing two settings on a sample.
 *
 * @param sample the part of the input that was compared
 * @param frames labels of frames
 * @param chunks labels of chunks, by the consensus of their frames
 * @param records verdicts on records, based on their chunks in the sample
 * @param differences differences between the virus scores of frames
 * @param frameFlips frames with a different label, in input order
 * @param chunkFlips chunks with a different label, in input order
 * @param reference the setting used as the reference
 * @param fast the setting under test
 */
public record Agreement(
        SampledChunks sample,
        LabelCounts frames,
        LabelCounts chunks,
        LabelCounts records,
        ScoreDifferences differences,
        List<Flip> frameFlips,
        List<Flip> chunkFlips,
        PrecisionTiming reference,
        PrecisionTiming fast) {

    public Agreement {
        frameFlips = List.copyOf(frameFlips);
        chunkFlips = List.copyOf(chunkFlips);
        if (frames.differing() != frameFlips.size() || chunks.differing() != chunkFlips.size()) {
            throw new IllegalArgumentException(frameFlips.size() + " and " + chunkFlips.size()
                    + " flips are not those of " + frames + " and " + chunks);
        }
    }

    /**
     * The possible error of scores in the tested precision. Empty for the reference itself and for a sample too small
     * to tell.
     */
    public Optional<ScoreError> error() {
        if (fast.precision().equals(Precision.FP32.word()) || frames.all() < ScoreError.LEAST_FRAMES) {
            return Optional.empty();
        }
        double rare = Objects.requireNonNull(differences.quantiles().get(ScoreDifferences.RARE));
        return Optional.of(new ScoreError(fast.precision(), rare, frames.all()));
    }

    /**
     * The share of the input that was compared.
     *
     * @param chunks number of chunks in the sample
     * @param scoredChunks number of chunks with frames in the input, from which the sample was drawn
     */
    public record SampledChunks(long chunks, long scoredChunks) {
        /** Whether the sample contains every scored chunk. */
        public boolean whole() {
            return chunks == scoredChunks;
        }
    }

    /**
     * The measured times of both encoders in one precision.
     *
     * @param precision name of the precision
     * @param seconds seconds of both encoders without loading
     * @param loadSeconds seconds for loading both encoders
     */
    public record PrecisionTiming(String precision, double seconds, double loadSeconds) {}
}
