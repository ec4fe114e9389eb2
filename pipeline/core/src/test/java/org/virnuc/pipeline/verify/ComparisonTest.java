package org.virnuc.pipeline.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.virnuc.pipeline.run.ChunkSample;

/** Compares counts made by hand with those of the comparison. */
class ComparisonTest {
    private static final Agreement.PrecisionTiming REFERENCE = new Agreement.PrecisionTiming("fp32", 4, 1);
    private static final Agreement.PrecisionTiming FAST = new Agreement.PrecisionTiming("bf16", 1, 1);

    private static final List<ChunkSample.Place> PLACES = List.of(
            new ChunkSample.Place(7, 2, "b_chunk_2"),
            new ChunkSample.Place(3, 1, "a_chunk_1"),
            new ChunkSample.Place(7, 1, "b_chunk_1"));

    private static final String RIGHT =
            """
            s0_chunk_1F1	others	0.6	0.4
            s0_chunk_1R2	virus	0.45	0.55
            s1_chunk_1F1	virus	0.2	0.8
            s2_chunk_1F3	virus	0.49	0.51
            """;

    private static final String OTHER =
            """
            s0_chunk_1F1	others	0.6	0.4
            s0_chunk_1R2	virus	0.44	0.56
            s1_chunk_1F1	virus	0.2	0.8
            s2_chunk_1F3	others	0.505	0.495
            """;

    @Test
    void countsFramesChunksAndRecords() throws IOException {
        Agreement found = compare(RIGHT, OTHER).result(10, REFERENCE, FAST);
        assertThat(found.frames()).isEqualTo(new LabelCounts(4, 1));
        assertThat(found.chunks()).isEqualTo(new LabelCounts(3, 1));
        assertThat(found.records())
                .as("of b, in one setting no chunk is virus and in the other half are")
                .isEqualTo(new LabelCounts(2, 1));
        assertThat(found.sample()).isEqualTo(new Agreement.SampledChunks(3, 10));
        assertThat(found.sample().whole()).isFalse();
        Flip flip = found.chunkFlips().get(0);
        assertThat(flip.place()).isEqualTo(PLACES.get(2));
        assertThat(flip.frame()).isEmpty();
        assertThat(flip.reference()).isEqualTo(new Flip.Scores(0.49f, 0.51f));
        assertThat(flip.fast()).isEqualTo(new Flip.Scores(0.505f, 0.495f));
        assertThat(flip.margin()).isCloseTo(0.01, within(1e-6));
        assertThat(found.frameFlips()).singleElement().extracting(Flip::frame).isEqualTo("F3");
    }

    @Test
    void sumsUpDifferencesOfVirusScores() throws IOException {
        ScoreDifferences differences =
                compare(RIGHT, OTHER).result(3, REFERENCE, FAST).differences();
        assertThat(differences.max()).isCloseTo(0.015, within(1e-6));
        assertThat(differences.mean()).isCloseTo((0.01 + 0.015) / 4, within(1e-6));
        assertThat(differences.quantiles().keySet()).containsExactly(0.5, 0.9, 0.99, 0.999);
        assertThat(differences.quantiles().get(0.5)).isZero();
        assertThat(differences.quantiles().get(0.9)).isCloseTo(0.015, within(1e-6));
        assertThat(ScoreDifferences.of(new float[0]))
                .isEqualTo(new ScoreDifferences(0, 0, Map.of(0.5, 0.0, 0.9, 0.0, 0.99, 0.0, 0.999, 0.0)));
    }

    @Test
    void theSameScoresAgree() throws IOException {
        Agreement found = compare(RIGHT, RIGHT).result(3, REFERENCE, FAST);
        assertThat(found.chunks().agreement()).isEqualTo(1);
        assertThat(found.sample().whole()).isTrue();
        assertThat(found.frameFlips()).isEmpty();
        assertThat(found.differences().max()).isZero();
    }

    @Test
    void scoresOfOtherFramesAreRefused() {
        assertThatIllegalStateException()
                .isThrownBy(() -> compare(RIGHT, RIGHT.replace("s1_", "x_")))
                .withMessage("the settings have scored different frames: 's1_chunk_1F1' and 'x_chunk_1F1'");
        assertThatIllegalStateException()
                .isThrownBy(() -> compare(RIGHT, RIGHT + "s3_chunk_1F1\tvirus\t0.1\t0.9\n"))
                .withMessage("one of the settings has scored more frames than the other");
        String more = RIGHT + "s3_chunk_1F1\tvirus\t0.1\t0.9\n";
        assertThatIllegalStateException()
                .isThrownBy(() -> compare(more, more))
                .withMessage("more than the 3 chunks of the sample have scores");
        String fewer = RIGHT.substring(0, RIGHT.indexOf("s2_"));
        assertThatIllegalStateException()
                .isThrownBy(() -> compare(fewer, fewer))
                .withMessage("2 of 3 chunks of the sample have scores");
    }

    /** The Wilson interval by hand: 4 of 4,047 differ. */
    @Test
    void theIntervalIsWilsons() {
        LabelCounts labels = new LabelCounts(4047, 4);
        assertThat(labels.agreement()).isCloseTo(0.9990116, within(1e-7));
        assertThat(labels.low()).isCloseTo(0.99746, within(1e-5));
        assertThat(labels.high()).isCloseTo(0.99962, within(1e-5));
        assertThat(new LabelCounts(100, 0).high()).isCloseTo(1, within(1e-12));
        assertThat(new LabelCounts(0, 0).agreement()).isEqualTo(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LabelCounts(3, 4))
                .withMessage("4 of 3 cannot differ");
    }

    private static Comparison compare(String reference, String fast) throws IOException {
        return new Comparison(PLACES)
                .read(new BufferedReader(new StringReader(reference)), new BufferedReader(new StringReader(fast)));
    }
}
