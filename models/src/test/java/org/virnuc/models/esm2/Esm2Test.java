package org.virnuc.models.esm2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.virnuc.models.ModelException;
import org.virnuc.models.TestFiles;
import org.virnuc.models.checkpoint.CheckpointReader;
import org.virnuc.models.checkpoint.Checkpoints;
import org.virnuc.models.checkpoint.TensorInfo;
import org.virnuc.models.torchscript.MemoryCheckpoint;

class Esm2Test {
    private static final Path FOLDER = TestFiles.golden("esm2/hf");

    private final Path folder;

    Esm2Test(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void readsTheConfig() throws IOException {
        assertThat(Esm2Config.read(FOLDER.resolve("config.json")))
                .isEqualTo(new Esm2Config(3, 40, 4, 160, 33, 1e-5, true));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            "rotary" | "absolute" | has position_embedding_type "absolute"; expected rotary, as ESM-2 (ESM-1b has absolute positions) has
            "model_type": "esm" | "model_type": "bert" | has model_type "bert"; expected esm, as ESM-2 has
            "is_folding_model": false | "is_folding_model": true | expected false, as ESM-2 (ESMFold is not an encoder) has
            "emb_layer_norm_before": false | "emb_layer_norm_before": true | has emb_layer_norm_before true
            "hidden_size": 40 | "hidden_size": "40" | expected a whole number from 1 to 1000000
            "num_attention_heads": 4 | "num_attention_heads": 3 | expected heads of an even width that divide hidden_size 40
            "hidden_size": 40, | "hidden": 40, | has no hidden_size
            {  | [ | is not JSON
            """)
    void refusesOtherArchitectures(String found, String replacement, String message) throws IOException {
        String json = Files.readString(FOLDER.resolve("config.json"));
        assertThat(json).contains(found);
        Path config = Files.writeString(folder.resolve("config.json"), json.replace(found, replacement));
        assertThatThrownBy(() -> Esm2Config.read(config))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining(config.toString())
                .hasMessageContaining(message);
    }

    @Test
    void tokenizesAsTheReference() throws IOException {
        Esm2Tokenizer tokenizer = Esm2Tokenizer.read(FOLDER.resolve("vocab.txt"), 33);
        int compared = 0;
        for (JsonNode each : TestFiles.json("esm2/expected.json").get("cases")) {
            if (!each.get("tokens").isNull()) {
                int[] expected = new int[each.get("tokens").size()];
                Arrays.setAll(expected, i -> each.get("tokens").get(i).asInt());
                assertThat(tokenizer.encode(List.of(each.get("sequence").asText()))[0])
                        .isEqualTo(expected);
                compared++;
            }
        }
        assertThat(compared).isEqualTo(15);
    }

    @Test
    void theBuiltInVocabularyIsThePublishedOne() throws IOException {
        assertThat(Esm2Tokenizer.STANDARD).isEqualTo(Files.readAllLines(FOLDER.resolve("vocab.txt")));
    }

    @Test
    void refusesWhatIsNoVocabulary() throws IOException {
        Path vocabulary = folder.resolve("vocab.txt");
        Files.write(vocabulary, new byte[] {'<', 'c', 'l', 's', '>', '\n', (byte) 0xff, '\n'});
        assertThatThrownBy(() -> Esm2Tokenizer.read(vocabulary, 33))
                .isInstanceOf(ModelException.class)
                .hasMessage(vocabulary + " is not UTF-8; expected a vocabulary, one token a line; download it again");
        Files.write(vocabulary, new byte[(1 << 20) + 1]);
        assertThatThrownBy(() -> Esm2Tokenizer.read(vocabulary, 33))
                .isInstanceOf(ModelException.class)
                .hasMessage(
                        vocabulary + " has 1048577 bytes; expected a vocabulary of at most 1048576, one token a line;"
                                + " download it again");
    }

    /** Nothing is made for each of a million layers that a few tensors cannot have. */
    @Test
    void layersThatNoCheckpointHoldsAreRefusedAtOnce() {
        Esm2Config config = new Esm2Config(1_000_000, 40, 4, 160, 33, 1e-5, true);
        MemoryCheckpoint few = new MemoryCheckpoint().floats("embeddings.word_embeddings.weight", List.of(33L, 40L));
        assertThatThrownBy(() -> Esm2Weights.of(Path.of("model.safetensors"), few, config))
                .isInstanceOf(ModelException.class)
                .hasMessage(
                        "model.safetensors is not ESM-2 (1000000 layers, 40 wide, 4 heads): it has 1 tensors, too few for"
                                + " 1000000 layers; check that weights and config belong together");
    }

    @Test
    void lettersWithoutATokenAreUnknown() throws IOException {
        Esm2Tokenizer own = Esm2Tokenizer.read(folder.resolve("no-vocab.txt"), 33);
        assertThat(own.encode(List.of("La*\u00c4\u4e00"))[0]).containsExactly(0, 4, 3, 3, 3, 3, 2);
    }

    @Test
    void refusesVocabulariesOfOtherModels() throws IOException {
        Path vocabulary = Files.writeString(folder.resolve("vocab.txt"), "<cls>\n<pad>\n<eos>\nA\n");
        assertThatThrownBy(() -> Esm2Tokenizer.read(vocabulary, 33)).hasMessageContaining("has no <unk>");
        assertThatThrownBy(() -> Esm2Tokenizer.read(vocabulary, 3))
                .hasMessageContaining("has 4 tokens, but the model knows 3");
        assertThatThrownBy(() -> Esm2Tokenizer.read(folder.resolve("none.txt"), 34))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("none.txt is not there, and the model knows 34 tokens; ESM-2's own vocabulary,"
                        + " which needs no file, has 33; expected the vocab.txt");
    }

    @Test
    void namesEveryTensorThatDiffers() throws IOException {
        Esm2Config config = Esm2Config.read(FOLDER.resolve("config.json"));
        try (CheckpointReader golden = Checkpoints.open(FOLDER.resolve("model.safetensors"))) {
            MemoryCheckpoint changed = new MemoryCheckpoint();
            for (TensorInfo info : golden.tensors().values()) {
                List<Long> shape = info.name().endsWith("1.intermediate.dense.weight") ? List.of(1L, 2L) : info.shape();
                if (!info.name().contains("2.attention.self.query")) {
                    changed.bytes(info.name(), info.type(), shape, new byte[0]);
                }
            }
            changed.floats("lm_head.bias", List.of(1L)).floats("encoder.surprise", List.of(1L));
            Path path = Path.of("model.safetensors");
            assertThatThrownBy(() -> Esm2Weights.of(path, changed, config))
                    .isInstanceOf(ModelException.class)
                    .hasMessage("model.safetensors is not ESM-2 (3 layers, 40 wide, 4 heads); missing:"
                            + " encoder.layer.2.attention.self.query.weight, encoder.layer.2.attention.self.query.bias;"
                            + " misshaped: encoder.layer.1.intermediate.dense.weight is [1, 2] instead of [160, 40];"
                            + " unexpected: 'encoder.surprise'; check that weights and config belong together");
        }
    }

    @Test
    void countsTheParametersThatTakePart() throws IOException {
        Esm2Config config = Esm2Config.read(FOLDER.resolve("config.json"));
        try (CheckpointReader reader = Checkpoints.open(FOLDER.resolve("model.safetensors"))) {
            long counted = Esm2Weights.of(FOLDER, reader, config).byGraphName().values().stream()
                    .mapToLong(weight -> weight.elements())
                    .sum();
            assertThat(Esm2Weights.parameters(config)).isEqualTo(counted);
        }
    }
}
