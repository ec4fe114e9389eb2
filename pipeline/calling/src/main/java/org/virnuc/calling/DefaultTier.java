package org.virnuc.calling;

import java.util.Locale;
import org.virnuc.calling.confidence.ChunkSource;

/**
 * How far a verdict can be trusted. The margin is the weighted delta in favour of the verdict; below zero the chunks that are
 * sure of themselves contradict the majority. Fewer than five scored chunks are never enough for {@link #HIGH}, however sure they are.
 */
enum DefaultTier {
    HIGH,
    MEDIUM,
    LOW,
    AMBIGUOUS,
    /** A call by scores of stretches, of a record that has none of frames. */
    STRETCHES,
    /** A call by scores of DNA alone, of a record that has no other. */
    DNA_ONLY,
    UNSCORED;

    private static final double HIGH_FROM = 0.8;
    private static final double MEDIUM_FROM = 0.6;
    private static final double LOW_FROM = 0.2;
    /** What five scored chunks and more are spared. */
    private static final double MANY_CHUNKS = 0.2;

    /** Float32 scores are not nearer to their decimals than this. */
    private static final double ROUNDING = 1e-6;

    static DefaultTier of(Evidence evidence, RecordVerdict verdict) {
        if (verdict == RecordVerdict.UNSCORED) {
            return UNSCORED;
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

    /** The tier of a record that only scores from this source speak for. */
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
