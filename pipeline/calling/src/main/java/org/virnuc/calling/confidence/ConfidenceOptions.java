package org.virnuc.calling.confidence;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.virnuc.files.PublicApi;

/**
 * How sure calls shall be, and what they may rest on.
 *
 * @param calibration a user's own; empty for the one that the pack comes with
 * @param selection which records are called virus
 * @param prevalence the share of viral records that is expected in the input
 * @param fallback what is done about chunks without an open frame
 * @param refine whether boundaries of regions are looked at with windows of their own
 */
@PublicApi
public record ConfidenceOptions(
        Optional<Path> calibration, Selection selection, double prevalence, Fallback fallback, boolean refine) {
    /** What calibrations are fitted to: as many viral stretches as others. */
    public static final double EVEN = 0.5;

    public static final ConfidenceOptions DEFAULT =
            new ConfidenceOptions(Optional.empty(), Selection.DEFAULT, EVEN, Fallback.NONE, false);

    /** What is done about chunks without an open frame. */
    public enum Fallback {
        /** They have no score, as in VirNucPro. */
        NONE("none"),
        /** They get a score from their DNA alone, which is kept apart. */
        DNA("dna"),
        /** They get the mean score of their longest stop-free stretches, which is kept apart. */
        STRETCHES("stretches"),
        /** They get both scores; that of stretches counts where there is one. */
        STRETCHES_AND_DNA("stretches,dna");

        private final String word;

        Fallback(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }

        /** What such chunks are scored from, the preferred first. */
        public List<ChunkSource> sources() {
            return switch (this) {
                case NONE -> List.of();
                case DNA -> List.of(ChunkSource.DNA_ONLY);
                case STRETCHES -> List.of(ChunkSource.STRETCHES);
                case STRETCHES_AND_DNA -> List.of(ChunkSource.STRETCHES, ChunkSource.DNA_ONLY);
            };
        }

        /**
         * The fallback of a word.
         *
         * @throws IllegalArgumentException naming those there are
         */
        public static Fallback of(String word) {
            for (Fallback fallback : values()) {
                if (fallback.word.equals(word.strip().toLowerCase(Locale.ROOT))) {
                    return fallback;
                }
            }
            throw new IllegalArgumentException(
                    "`fallback` " + word + " is not known; give none, dna, stretches or stretches,dna");
        }
    }

    public ConfidenceOptions {
        if (!(prevalence > 0 && prevalence < 1)) {
            throw new IllegalArgumentException("`prevalence` " + prevalence
                    + " is not a share; give the share of viral records to expect, between 0 and 1, such as 0.1");
        }
    }
}
