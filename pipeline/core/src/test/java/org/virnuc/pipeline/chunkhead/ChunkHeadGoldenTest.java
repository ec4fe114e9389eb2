package org.virnuc.pipeline.chunkhead;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.virnuc.models.chunkhead.ChunkHead;
import org.virnuc.models.store.ModelStore;
import org.virnuc.pipeline.chunkhead.ChunkEvidence.Scores;
import org.virnuc.pipeline.chunkhead.ChunkEvidence.Vector;
import org.virnuc.sequences.StretchFinder;

/**
 * Features and networks of the embedded model agree with the Python program that made them, on chunks of the demo and on odd ones: features to
 * 1e-5, log odds to 1e-4.
 */
class ChunkHeadGoldenTest {
    private static final double FEATURE = 1e-5;
    private static final double LOG_ODDS = 1e-4;
    private static final List<String> WITHOUT_ENCODERS = List.of("scores", "shape", "kmers4", "kmers5", "codons");
    private static final int DIMENSION = 128;

    private final ChunkHead head = head();
    private final FeatureMakers makers = new FeatureMakers(head.stretches().most(), DIMENSION, DIMENSION);

    static List<JsonNode> chunks() throws IOException {
        List<JsonNode> chunks = new ArrayList<>();
        try (InputStream in = ChunkHeadGoldenTest.class.getResourceAsStream("/golden/chunk-head/golden.json")) {
            new JsonMapper().readTree(in).forEach(chunks::add);
        }
        return chunks;
    }

    @Test
    void thereAreChunksOfEveryKind() throws IOException {
        List<JsonNode> chunks = chunks();
        assertThat(chunks).hasSizeGreaterThan(30);
        assertThat(chunks).anyMatch(chunk -> chunk.path("items").isEmpty());
        assertThat(chunks)
                .anyMatch(chunk -> chunk.path("items").path(0).path("whole").asBoolean());
        assertThat(chunks).anyMatch(chunk -> chunk.path("sequence").asText().contains("N"));
    }

    @ParameterizedTest
    @MethodSource("chunks")
    void stretchesAreThose(JsonNode chunk) {
        List<StretchFinder.Stretch> found = stretches(chunk);
        assertThat(found).hasSameSizeAs(chunk.path("items"));
        for (int i = 0; i < found.size(); i++) {
            JsonNode item = chunk.path("items").path(i);
            assertThat(found.get(i).protein()).isEqualTo(item.path("protein").asText());
            assertThat(found.get(i).nucleotides())
                    .isEqualTo(item.path("nucleotides").asText());
            assertThat(found.get(i).isFrame(letters(chunk).length()))
                    .isEqualTo(item.path("whole").asBoolean());
        }
    }

    @ParameterizedTest
    @MethodSource("chunks")
    void featuresAreThose(JsonNode chunk) {
        ChunkEvidence evidence = evidence(chunk);
        for (String name : WITHOUT_ENCODERS) {
            float[] made = makers.find(name).orElseThrow().make(evidence);
            float[] expected = floats(chunk.path("features").path(name));
            assertThat(made).as(name).hasSize(expected.length).containsExactly(expected, within((float) FEATURE));
        }
    }

    @ParameterizedTest
    @MethodSource("chunks")
    void networksSayThat(JsonNode chunk) {
        ChunkHead.Judgement judgement = head.judge(
                name -> floats(chunk.path("features").path(name)),
                chunk.path("length").asInt());
        assertThat(judgement.logOdds()).isCloseTo(chunk.path("log_odds").asDouble(), within(LOG_ODDS));
        assertThat(judgement.strangeness().orElseThrow())
                .isCloseTo(chunk.path("ood").asDouble(), within(LOG_ODDS));
    }

    /** What stretches and heads say, as scores with the golden log odds; vectors are not needed. */
    private ChunkEvidence evidence(JsonNode chunk) {
        List<ChunkEvidence.Stretch> stretches = new ArrayList<>();
        Vector none = new Vector(new float[DIMENSION], 0, DIMENSION);
        List<StretchFinder.Stretch> found = stretches(chunk);
        for (int i = 0; i < found.size(); i++) {
            StretchFinder.Stretch stretch = found.get(i);
            stretches.add(new ChunkEvidence.Stretch(
                    stretch.nucleotides(),
                    stretch.protein().length(),
                    stretch.isFrame(letters(chunk).length()),
                    scores(chunk.path("head_logits").path(i)),
                    none,
                    none));
        }
        return new ChunkEvidence(letters(chunk), stretches, none, scores(chunk.path("dna_only_logit")));
    }

    private List<StretchFinder.Stretch> stretches(JsonNode chunk) {
        byte[] letters = letters(chunk).getBytes(StandardCharsets.ISO_8859_1);
        ChunkHead.Stretches limits = head.stretches();
        return new StretchFinder(new StretchFinder.Limits(limits.most(), limits.leastResidues()))
                .find(letters, letters.length);
    }

    private static String letters(JsonNode chunk) {
        return chunk.path("sequence").asText().toUpperCase(Locale.ROOT);
    }

    private static Scores scores(JsonNode logOdds) {
        double virus = 1 / (1 + Math.exp(-logOdds.asDouble()));
        return new Scores((float) (1 / (1 + Math.exp(logOdds.asDouble()))), (float) virus);
    }

    private static float[] floats(JsonNode numbers) {
        if (numbers.isNumber()) {
            return new float[] {(float) numbers.asDouble()};
        }
        float[] floats = new float[numbers.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) numbers.path(i).asDouble();
        }
        return floats;
    }

    private static ChunkHead head() {
        ModelStore store = new ModelStore(Path.of("target", "test-cache").toAbsolutePath());
        return store.chunkHead(store.pack("virnuc-mini")).orElseThrow();
    }
}
