package org.virnuc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.virnuc.pipeline.run.ChunkSample;
import org.virnuc.pipeline.verify.Agreement;
import org.virnuc.pipeline.verify.Flip;
import org.virnuc.pipeline.verify.LabelCounts;
import org.virnuc.pipeline.verify.ScoreDifferences;
import org.virnuc.telemetry.redact.Redactor;

class AgreementTextTest {
    private static final Flip FLIP = new Flip(
            new ChunkSample.Place(3, 17, "sample\u00c3\u00a4_chunk_17"),
            "",
            new Flip.Scores(0.4987f, 0.5013f),
            new Flip.Scores(0.5021f, 0.4979f));

    @Test
    void aPageForPeople() {
        assertThat(new AgreementText(agreement(2000, 1), 0.999, Redactor.off()).page())
                .isEqualTo(
                        """
                        Compared     bf16 as a run has it, with fp32, one sequence a call
                        Sample       2,000 of the 50,000 chunks of the input that have an open frame, drawn at random (--sample)
                        Frames       2,500 of 2,500 have the same label, 100.000 % (95 % interval for all: 99.847 % to 100.000 %)
                        Chunks       1,999 of 2,000 have the same label, 99.950 % (95 % interval for all: 99.717 % to 99.991 %)
                        Records      7 of 7 have the same label, 100.000 %, by their chunks in the sample
                        Scores       differ by 0.02000 at most, 0.00100 in the mean
                                     50.0 % of them by no more than 0.00040
                        Time         bf16 2.0 s in both encoders, and 1.0 s to load them; reference fp32 10.0 s in both encoders, and 1.5 s to load them: 5.0x as fast
                        Chunk flips  1, no score of them farther than 0.00210 from a tie; scores for virus / others
                                     record 3, chunk 17 ('sample\\xc3\\xa4_chunk_17'): fp32 0.50130 / 0.49870, bf16 0.49790 / 0.50210
                        Frame flips  none
                        Result       enough: 99.950 % of the chunks have the same label, asked for are 99.900 %"""
                                .replace("\n", System.lineSeparator()));
    }

    @Test
    void underTheLimitIsEight() {
        AgreementText text = new AgreementText(agreement(2000, 3), 0.999, Redactor.off());
        assertThat(text.exitCode().number()).isEqualTo(8);
        assertThat(text.page())
                .endsWith(
                        "Result       NOT ENOUGH: 99.850 % of the chunks have the same label, asked for are 99.900 %");
        assertThat(new AgreementText(agreement(2000, 2), 0.999, Redactor.off())
                        .exitCode()
                        .number())
                .isZero();
    }

    @Test
    void longListsAreCutOnThePageOnly() throws IOException {
        AgreementText text = new AgreementText(agreement(2000, 25), 0.5, Redactor.off());
        assertThat(text.page().lines().filter(line -> line.contains("record 3, chunk 17")))
                .hasSize(20);
        assertThat(text.page()).contains("and 5 more; --output-format json has all");
        JsonNode document = new ObjectMapper().readTree(text.json());
        assertThat(document.path("chunk_flips")).hasSize(25);
        assertThat(document.path("chunk_flips").path(0).path("id").asText()).isEqualTo("sampleä_chunk_17");
        assertThat(document.path("chunks").path("differing").asInt()).isEqualTo(25);
        assertThat(document.path("score_differences")
                        .path("quantiles")
                        .path("0.5")
                        .asDouble())
                .isEqualTo(0.0004);
        assertThat(document.path("enough").asBoolean()).isTrue();
    }

    @Test
    void idsStayOutWhereTheyAreSensitive() throws IOException {
        Redactor redactor = Redactor.builder().build();
        AgreementText text = new AgreementText(agreement(10, 1), 0.5, redactor);
        assertThat(redactor.text(text.page()))
                .contains("record 3, chunk 17: fp32")
                .doesNotContain("sample\\");
        assertThat(text.json()).doesNotContain("sample\u00e4");
    }

    private static Agreement agreement(long chunks, int flips) {
        Map<Double, Double> quantiles = new LinkedHashMap<>(Map.of(0.5, 0.0004));
        return new Agreement(
                new Agreement.SampledChunks(chunks, 50_000),
                new LabelCounts(2500, 0),
                new LabelCounts(chunks, flips),
                new LabelCounts(7, 0),
                new ScoreDifferences(0.02, 0.001, quantiles),
                List.of(),
                Collections.nCopies(flips, FLIP),
                new Agreement.PrecisionTiming("fp32", 10, 1.5),
                new Agreement.PrecisionTiming("bf16", 2, 1));
    }
}
