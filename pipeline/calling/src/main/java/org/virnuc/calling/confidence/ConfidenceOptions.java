package org.virnuc.calling.confidence;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.virnuc.files.PublicApi;

/**
 * Options about probabilities of calls, and about which scores count.
 *
 * @param calibration the user's own calibration; empty for that of the pack
 * @param selection which records are called virus
 * @param prevalence expected share of viral records in the input
 * @param fallback how chunks without an open frame are scored
 * @param refine whether boundaries of regions are refined with additional windows
 */
@PublicApi
public record ConfidenceOptions(
        Optional<Path> calibration, Selection selection, double prevalence, Fallback fallback, boolean refine) {
    /** The prevalence that calibrations are fitted with: equally many viral and other sequences. */
    public static final double EVEN = 0.5;

    public static final ConfidenceOptions DEFAULT =
            new ConfidenceOptions(Optional.empty(), Selection.DEFAULT, EVEN, Fallback.AUTO, false);

    /** The scoring of chunks without an open frame. */
    public enum Fallback {
        /** What suits the model: {@link #CHUNK_HEAD} if it has one, else {@link #NONE}. */
        AUTO("auto"),
        /** All chunks, those with an open frame too, are judged by the chunk head of the model. */
        CHUNK_HEAD("chunk-head"),
        /** No score, as in VirNucPro. */
        NONE("none"),
        /** A score from their DNA alone, in separate columns. */
        DNA("dna"),
        /** The mean score of their longest stop-free stretches, in separate columns. */
        STRETCHES("stretches"),
        /** Both scores; that of stretches takes precedence. */
        STRETCHES_AND_DNA("stretches,dna");

        private final String word;

        Fallback(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }

        /** The sources of such chunks' scores, in order of preference. */
        public List<ChunkSource> sources() {
            return switch (this) {
                case AUTO, CHUNK_HEAD, NONE -> List.of();
                case DNA -> List.of(ChunkSource.DNA_ONLY);
                case STRETCHES -> List.of(ChunkSource.STRETCHES);
                case STRETCHES_AND_DNA -> List.of(ChunkSource.STRETCHES, ChunkSource.DNA_ONLY);
            };
        }

        /**
         * Returns the fallback with this name.
         *
         * @throws IllegalArgumentException naming the valid ones
         */
        public static Fallback of(String word) {
            for (Fallback fallback : values()) {
                if (fallback.word.equals(word.strip().toLowerCase(Locale.ROOT))) {
                    return fallback;
                }
            }
            throw new IllegalArgumentException("`fallback` " + word
                    + " is not known; give auto, chunk-head, none, dna, stretches or stretches,dna");
        }
    }

    /** Returns these options with another fallback. */
    public ConfidenceOptions with(Fallback other) {
        return new ConfidenceOptions(calibration, selection, prevalence, other, refine);
    }

    public ConfidenceOptions {
        if (!(prevalence > 0 && prevalence < 1)) {
            throw new IllegalArgumentException("`prevalence` " + prevalence
                    + " is not a share; give the share of viral records to expect, between 0 and 1, such as 0.1");
        }
    }
}
