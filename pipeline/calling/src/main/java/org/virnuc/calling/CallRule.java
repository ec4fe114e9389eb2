package org.virnuc.calling;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.virnuc.files.PublicApi;

/** The rule by which a record is called from its chunks: a call, and a tier for its trustworthiness. */
@PublicApi
public enum CallRule {
    /**
     * The verdict of {@code sequences.tsv} with a tier by the weighted delta in its favour and the number of scored chunks.
     * How often each tier is right is measured in {@code benchmarks/ACCURACY.md}.
     */
    DEFAULT {
        @Override
        Call call(Evidence evidence, RecordVerdict verdict) {
            return new Call(
                    verdict, verdict.word(), DefaultTier.of(evidence, verdict).word());
        }

        @Override
        boolean lists(Evidence evidence) {
            return true;
        }

        @Override
        List<String> tiers() {
            return Arrays.stream(DefaultTier.values()).map(DefaultTier::word).toList();
        }
    },

    /**
     * The rule of viral-ngs, with its words and defaults: viral above a weighted delta of 0.3, non-viral below -0.3, high
     * above 0.6; a tier needs a tenth of confident chunks, and fewer than five chunks cost one tier. Records without a
     * scored chunk are not listed.
     */
    BROAD {
        @Override
        Call call(Evidence evidence, RecordVerdict verdict) {
            if (!lists(evidence)) {
                return new Call(RecordVerdict.UNSCORED, RecordVerdict.UNSCORED.word(), DefaultTier.UNSCORED.word());
            }
            double delta = evidence.weightedDelta();
            if (Math.abs(delta) <= BROAD_CALL) {
                return new Call(RecordVerdict.AMBIGUOUS, "Ambiguous", BroadTier.REVIEW.word());
            }
            boolean viral = delta > 0;
            int confident = viral ? evidence.confidentViral() : evidence.confidentNonviral();
            double share = viral ? evidence.viralProportion() : evidence.nonviralProportion();
            BroadTier tier = BroadTier.LOW_CONFIDENCE;
            if (confident >= 1 && share >= BROAD_SHARE) {
                tier = Math.abs(delta) > BROAD_HIGH ? BroadTier.HIGH_CONFIDENCE : BroadTier.MODERATE_CONFIDENCE;
            }
            boolean few = evidence.chunks() < FEW_CHUNKS;
            String trust = (few ? tier.withFewChunks() : tier).word();
            return viral
                    ? new Call(RecordVerdict.VIRUS, BROAD_VIRAL, trust)
                    : new Call(RecordVerdict.OTHERS, "Non-viral", trust);
        }

        @Override
        boolean lists(Evidence evidence) {
            return evidence.chunks() > 0;
        }

        @Override
        List<String> tiers() {
            List<String> tiers = new ArrayList<>();
            for (BroadTier tier : BroadTier.values()) {
                tiers.add(tier.word());
            }
            tiers.add(DefaultTier.UNSCORED.word());
            return List.copyOf(tiers);
        }
    };

    /** With fewer scored chunks than this, both rules give a lower tier. */
    static final int FEW_CHUNKS = 5;

    /** The call of viral-ngs for a virus. */
    static final String BROAD_VIRAL = "Viral";

    private static final double BROAD_CALL = 0.3;
    private static final double BROAD_HIGH = 0.6;
    private static final double BROAD_SHARE = 0.1;

    /**
     * The call of a record.
     *
     * @param verdict the verdict that the call counts as, whichever the rule
     * @param call in the words of the rule
     * @param tier in the words of the rule
     */
    record Call(RecordVerdict verdict, String call, String tier) {}

    private enum BroadTier {
        HIGH_CONFIDENCE,
        MODERATE_CONFIDENCE,
        LOW_CONFIDENCE,
        REVIEW;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        BroadTier withFewChunks() {
            return this == LOW_CONFIDENCE || this == REVIEW ? REVIEW : LOW_CONFIDENCE;
        }
    }

    abstract Call call(Evidence evidence, RecordVerdict verdict);

    /** Whether the table has a row for a record with this evidence. */
    abstract boolean lists(Evidence evidence);

    /** The verdicts that calls of this rule may count as, in the order of reports. */
    public List<RecordVerdict> verdicts() {
        return Arrays.stream(RecordVerdict.values())
                .filter(verdict -> this == BROAD || verdict != RecordVerdict.AMBIGUOUS)
                .toList();
    }

    /** The words of all tiers, the most trusted first. */
    abstract List<String> tiers();

    /** The word on the command line. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static CallRule of(String word) {
        return Arrays.stream(values())
                .filter(rule -> rule.word().equals(word))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("`callRule` " + word + " is not known; give default or broad"));
    }
}
