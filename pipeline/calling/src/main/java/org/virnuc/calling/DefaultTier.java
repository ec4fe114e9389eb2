package org.virnuc.calling;

import java.util.Locale;
import org.virnuc.calling.confidence.ChunkSource;

/**
 * The trustworthiness of a verdict under VirNuc's own rule. It depends on the margin, which is the weighted delta in
 * favour of the verdict; a negative margin means that the most confident chunks contradict the majority. {@link #HIGH}
 * requires at least five scored chunks.
 */
enum DefaultTier {
    HIGH,
    MEDIUM,
    LOW,
    AMBIGUOUS,
    /** The call rests on scores of stretches, because the record has no scores of frames. */
    STRETCHES,
    /** The call rests on DNA-only scores, because the record has no others. */
    DNA_ONLY,
    UNSCORED;

    private static final double HIGH_PROBABILITY = 0.97;
    private static final double MEDIUM_PROBABILITY = 0.9;
    private static final double LOW_PROBABILITY = 0.7;

    private static final double HIGH_FROM = 0.8;
    private static final double MEDIUM_FROM = 0.6;
    private static final double LOW_FROM = 0.2;
    /** The margin that is added for five scored chunks or more. */
    private static final double MANY_CHUNKS = 0.2;

    /** The rounding error of float32 scores. */
    private static final double ROUNDING = 1e-6;

    static DefaultTier of(Evidence evidence, RecordVerdict verdict) {
        if (verdict == RecordVerdict.UNSCORED) {
            return UNSCORED;
        }
        if (evidence.judged().isPresent()) {
            return of(evidence.judged().getAsDouble(), evidence.chunks(), verdict);
        }
        double delta = evidence.weightedDelta();
        double margin = (verdict == RecordVerdict.VIRUS ? delta : -delta) + ROUNDING;
        boolean few = evidence.chunks() < CallRule.FEW_CHUNKS;
        double spared = few ? margin : margin + MANY_CHUNKS;
        if (!few && spared >= HIGH_FROM) {
            return HIGH;
        }
        if (spared >= MEDIUM_FROM) {
            return MEDIUM;
        }
        return margin >= LOW_FROM ? LOW : AMBIGUOUS;
    }

    /** The tier of a record whose chunks were judged: by the probability of its call where half of the input is viral. */
    private static DefaultTier of(double logOdds, int chunks, RecordVerdict verdict) {
        double probability = 1 / (1 + Math.exp(verdict == RecordVerdict.VIRUS ? -logOdds : logOdds));
        if (probability >= HIGH_PROBABILITY && chunks >= CallRule.FEW_CHUNKS) {
            return HIGH;
        }
        if (probability >= MEDIUM_PROBABILITY) {
            return MEDIUM;
        }
        return probability >= LOW_PROBABILITY ? LOW : AMBIGUOUS;
    }

    /** The tier of a record that only has scores from this source. */
    static DefaultTier of(ChunkSource source) {
        return switch (source) {
            case STRETCHES -> STRETCHES;
            case DNA_ONLY -> DNA_ONLY;
            case FRAMES -> throw new IllegalArgumentException("what frames say has tiers by its evidence");
        };
    }

    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
