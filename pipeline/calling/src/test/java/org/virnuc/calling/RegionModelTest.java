package org.virnuc.calling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The most probable path, held against the best of all paths, and the intervals made of it. */
class RegionModelTest {
    private final RegionModel model = new RegionModel();

    @ParameterizedTest
    @CsvSource({"V, 1", "M, 1", "=, 1", "H, 0", "n, 0", "VVVVV, 1", "HHHHH, 0"})
    void recordOfOneKindIsARegionOrNone(String chunks, int regions) {
        List<Region> found = model.regions(Records.of(chunks));
        assertThat(found).hasSize(regions);
        assertThat(found).allSatisfy(region -> {
            assertThat(region.start()).isZero();
            assertThat(region.end()).isEqualTo(100L * chunks.length());
            assertThat(region.scoredChunks()).isEqualTo(chunks.length());
        });
    }

    @Test
    void aFewStrayChunksMakeNoRegion() {
        assertThat(model.regions(Records.of("HHHHHHHHHHVVHHHHHHHHHH"))).isEmpty();
        assertThat(model.regions(Records.of("VVVVVVVVVVHHVVVVVVVVVV"))).hasSize(1);
    }

    @Test
    void boundaryIsHalfWayBetweenScoredChunks() {
        List<Region> found = model.regions(Records.of("HHHHHHHHnnnnVVVVVVVVVVVVHHHHHHHH"));
        assertThat(found).hasSize(1);
        assertThat(found.get(0).start()).isEqualTo(1000);
        assertThat(found.get(0).end()).isEqualTo(2400);
        assertThat(found.get(0).scoredChunks()).isEqualTo(12);
        assertThat(found.get(0).score()).isCloseTo(0.95, within(1e-6));
    }

    @Test
    void unscoredEndsGoWithTheirNeighbour() {
        List<Region> found = model.regions(Records.of("nnVVVVVVVVVVVVHHHHHHHHnn"));
        assertThat(found).hasSize(1);
        assertThat(found.get(0).start()).isZero();
        assertThat(found.get(0).end()).isEqualTo(1400);
    }

    @Test
    void longUnscoredStretchesAreNotBridged() {
        String ten = "n".repeat(RegionModel.BRIDGED);
        assertThat(model.regions(Records.of(ten + "VVVV" + ten + "VVVV" + ten)))
                .containsExactly(new Region(
                        0, 3800, 8, model.regions(Records.of("V")).get(0).score()));
        List<Region> parts = model.regions(Records.of(ten + "nVVVVn" + ten + "VVVVn" + ten));
        assertThat(parts).extracting(Region::start).containsExactly(1100L, 2600L);
        assertThat(parts).extracting(Region::end).containsExactly(1500L, 3000L);
        List<Region> before = model.regions(Records.of("VVVVVVVVn" + ten + "HHHHHHHH"));
        assertThat(before).extracting(Region::end).as("no boundary half-way").containsExactly(800L);
    }

    @Test
    void scoredBasesOfARegionAreCounted() {
        RecordScores record = Records.of("x", 501, 500, "Vn");
        assertThat(record.scoredBases(0, 501)).isEqualTo(500);
        assertThat(record.scoredBases(200, 501)).isEqualTo(300);
        RecordScores mixed = Records.of("VnVVn");
        assertThat(mixed.scoredBases(50, 450)).isEqualTo(250);
        assertThat(mixed.scoredBases(0, 500)).isEqualTo(mixed.scoredBases());
    }

    @Test
    void onePathIsAsProbableAsTheBestOfAll() {
        Random random = new Random(11);
        for (int trial = 0; trial < 300; trial++) {
            int count = 1 + random.nextInt(11);
            RecordScores record = new RecordScores(100);
            record.begin("x", 100L * count);
            for (int chunk = 0; chunk < count; chunk++) {
                if (random.nextInt(4) == 0) {
                    record.addUnscored(org.virnuc.sequences.UnscoredReason.NO_OPEN_FRAME);
                } else {
                    float virus = random.nextFloat() < 0.5 ? 0.001f : 0.999f;
                    record.addScored(1 - virus, virus);
                }
            }
            boolean[] found = new boolean[count];
            for (Region region : model.regions(record)) {
                for (int chunk = 0; chunk < count; chunk++) {
                    found[chunk] |= region.start() <= record.start(chunk) && record.end(chunk) <= region.end();
                }
            }
            double best = Double.NEGATIVE_INFINITY;
            for (int states = 0; states < 1 << count; states++) {
                best = Math.max(best, likelihood(record, states));
            }
            assertThat(bestThatAgrees(record, found)).isCloseTo(best, within(1e-9));
        }
    }

    /** Of all paths that have the found states at scored chunks, the others free, the most probable, steps summed over. */
    private static double bestThatAgrees(RecordScores record, boolean[] found) {
        double best = Double.NEGATIVE_INFINITY;
        for (int states = 0; states < 1 << record.chunks(); states++) {
            boolean agrees = true;
            for (int chunk = 0; chunk < record.chunks(); chunk++) {
                agrees &= !record.isScored(chunk) || found[chunk] == ((states >> chunk & 1) == 1);
            }
            best = agrees ? Math.max(best, likelihood(record, states)) : best;
        }
        return best;
    }

    /** The logarithm of the probability of the states at the scored chunks, by powers of the matrix of transitions. */
    private static double likelihood(RecordScores record, int states) {
        double sum = 0;
        int before = -1;
        for (int chunk = 0; chunk < record.chunks(); chunk++) {
            if (!record.isScored(chunk)) {
                continue;
            }
            int state = states >> chunk & 1;
            if (before >= 0) {
                sum += Math.log(transition(states >> before & 1, state, chunk - before));
            }
            sum += state == 1 ? RegionModel.logOdds(record.others(chunk), record.virus(chunk)) : 0;
            before = chunk;
        }
        return sum;
    }

    private static double transition(int from, int to, int steps) {
        double[] at = {1 - from, from};
        for (int step = 0; step < steps; step++) {
            double virus = at[0] * RegionModel.TO_VIRUS + at[1] * (1 - RegionModel.TO_OTHERS);
            at = new double[] {1 - virus, virus};
        }
        return at[to];
    }
}
