package org.virnuc.pipeline.cascade;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The bound holds for any distribution of scores. */
class BandSearchTest {
    private static final int ROUNDS = 1_500;
    private static final int STEPS = 4_400;
    /** Three standard errors of a rate of 5 % over all rounds. */
    private static final double MARGIN = 3 * Math.sqrt(0.05 * 0.95 / ROUNDS);

    /** Pairs of models: the small model's lead, and how often the big model gives another label. */
    private enum Pair {
        /** The models differ where the small one is unsure. */
        USUAL {
            @Override
            double differing(float lead) {
                return 0.5 * Math.pow(1 - lead, 3);
            }
        },
        /** The lead is unrelated to errors. */
        UNRELATED {
            @Override
            double differing(float lead) {
                return 0.02;
            }
        },
        /** The models differ exactly up to a lead, always by more than allowed. */
        EDGE {
            @Override
            double differing(float lead) {
                return lead < 0.3f ? 1 : 0;
            }
        },
        /** The small model is confident where it is wrong. */
        PERVERSE {
            @Override
            double differing(float lead) {
                return lead > 0.98f ? 1 : 0;
            }
        },
        /** Leads are multiples of 0.1, so that many are equal. */
        COARSE {
            @Override
            float lead(RandomGenerator random) {
                return random.nextInt(11) / 10f;
            }

            @Override
            double differing(float lead) {
                return lead > 0.85f ? 0.004 : 0.03;
            }
        };

        float lead(RandomGenerator random) {
            return random.nextFloat();
        }

        abstract double differing(float lead);

        /** The true share of chunks that differ outside a band. */
        double outside(Band band) {
            double sum = 0;
            for (int i = 0; i < STEPS; i++) {
                float lead = this == COARSE ? i % 11 / 10f : (i + 0.5f) / STEPS;
                sum += band.contains(lead) ? 0 : differing(lead);
            }
            return sum / STEPS;
        }
    }

    @ParameterizedTest
    @CsvSource({
        "USUAL, 0.99, 700",
        "USUAL, 0.95, 130",
        "USUAL, 0.9, 1000",
        "UNRELATED, 0.99, 900",
        "UNRELATED, 0.98, 900",
        "EDGE, 0.95, 400",
        "PERVERSE, 0.98, 400",
        "COARSE, 0.99, 800",
    })
    void atMostOneInTwentyBandsExceedsItsShare(Pair pair, String agreement, int sample) {
        CascadeOptions options = new CascadeOptions(new BigDecimal(agreement), LeadRule.CHUNKS);
        Random random = new Random(7);
        int broken = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Band band = found(pair, options, sample, random).band();
            broken += pair.outside(band) > options.mayDiffer() + 1e-9 ? 1 : 0;
        }
        assertThat(broken / (double) ROUNDS).isLessThanOrEqualTo(0.05 + MARGIN);
    }

    @Test
    void aSampleTooSmallSendsEverything() {
        CascadeOptions options = new CascadeOptions(new BigDecimal("0.995"), LeadRule.CHUNKS);
        BandSearch search = new BandSearch(options);
        for (int i = 0; i < 597; i++) {
            search.add(ChunkSampleDraw.Half.SETTING, 0.9f, true);
            search.add(ChunkSampleDraw.Half.CHECKING, 0.9f, true);
        }
        assertThat(search.found().band()).isEqualTo(Band.EVERYTHING);
        search.add(ChunkSampleDraw.Half.SETTING, 0.9f, true);
        assertThat(search.found().band()).isEqualTo(Band.LEAST);
    }

    @Test
    void theBandReachesToTheFirstThatMayNotDiffer() {
        BandSearch search = new BandSearch(new CascadeOptions(new BigDecimal("0.995"), LeadRule.CHUNKS));
        for (int i = 0; i < 2_000; i++) {
            search.add(ChunkSampleDraw.Half.SETTING, 0.9f, true);
            search.add(ChunkSampleDraw.Half.CHECKING, 0.9f, true);
        }
        for (int i = 1; i <= 9; i++) {
            search.add(ChunkSampleDraw.Half.SETTING, i / 10f, false);
        }
        FoundBand found = search.found();
        assertThat(found.band().lead()).isEqualTo(0.5f);
        assertThat(found.widened()).isFalse();
        assertThat(found.setting().chunks()).isEqualTo(2_009);
        assertThat(found.setting().differing()).isEqualTo(9);
        assertThat(found.setting().outside()).isEqualTo(4);
        assertThat(found.setting().atMost()).isBetween(0.004, 0.005);
        assertThat(found.checking().atMost()).isLessThan(0.002);
    }

    @Test
    void theOtherHalfWidensTheBandAndNeverNarrowsIt() {
        BandSearch search = new BandSearch(new CascadeOptions(new BigDecimal("0.99"), LeadRule.CHUNKS));
        for (int i = 0; i < 500; i++) {
            search.add(ChunkSampleDraw.Half.SETTING, 0.9f, true);
            search.add(ChunkSampleDraw.Half.CHECKING, 0.9f, i % 50 != 0);
        }
        FoundBand found = search.found();
        assertThat(found.widened()).isTrue();
        assertThat(found.band().lead()).isEqualTo(0.9f);
        assertThat(found.checking().differing()).isEqualTo(10);
        assertThat(found.checking().outside()).isZero();
    }

    @Test
    void nothingMayDifferSendsEverything() {
        BandSearch search = new BandSearch(new CascadeOptions(BigDecimal.ONE, LeadRule.CHUNKS));
        search.add(ChunkSampleDraw.Half.SETTING, 0.9f, true);
        assertThat(search.found().band()).isEqualTo(Band.EVERYTHING);
    }

    private static FoundBand found(Pair pair, CascadeOptions options, int sample, Random random) {
        BandSearch search = new BandSearch(options);
        for (int i = 0; i < sample; i++) {
            float lead = pair.lead(random);
            boolean agrees = random.nextDouble() >= pair.differing(lead);
            search.add(i % 2 == 0 ? ChunkSampleDraw.Half.SETTING : ChunkSampleDraw.Half.CHECKING, lead, agrees);
        }
        return search.found();
    }
}
