package org.virnuc.models.esm2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.virnuc.models.ModelException;
import org.virnuc.models.TestFiles;
import org.virnuc.models.checkpoint.CheckpointReader;
import org.virnuc.models.checkpoint.Checkpoints;
import org.virnuc.models.checkpoint.ModelFiles;
import org.virnuc.models.checkpoint.TensorInfo;
import org.virnuc.models.torchscript.MemoryCheckpoint;

/** Single files of fair-esm: what they tell of themselves, and which are refused. */
class FairEsmTest {
    private static final String PREFIX = "model.encoder.sentence_encoder.";
    private static final Path PT = Path.of("esm2_t3_tiny.pt");
    private static final Esm2 ESM2 = new Esm2();
    private static final Esm2Config SHAPE = new Esm2Config(3, 40, 4, 160, 33, 1e-5, true);

    private final Path folder;

    FairEsmTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @ParameterizedTest
    @ValueSource(strings = {"esm2_t3_tiny.pt", "esm2_t3_tiny_fp16.pt"})
    void theFileAloneTellsItsShape(String name) throws IOException {
        Path copy = Files.copy(TestFiles.golden("esm2/" + name), folder.resolve(name));
        Files.writeString(folder.resolve("config.json"), "{\"of\": \"another model\"}");
        Files.writeString(folder.resolve("vocab.txt"), "of another model");
        ModelFiles files = ESM2.files(copy);
        assertThat(files.layout()).isEqualTo("fair-esm-pytorch");
        assertThat(Esm2Config.of(files)).isEqualTo(SHAPE);
        assertThat(ESM2.read(files).dimension()).isEqualTo(40);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "encoder.", "sentence_encoder.", "encoder.sentence_encoder.", PREFIX})
    void whateverStandsBeforeTheNamesIsFoundOut(String prefix) throws IOException {
        MemoryCheckpoint renamed = golden(Map.of("cfg", settings()), PREFIX, prefix);
        assertThat(FairEsm.config(PT, renamed)).isEqualTo(SHAPE);
        assertThat(Esm2Weights.of(PT, renamed, SHAPE).byGraphName()).hasSize(3 + 3 * 12);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            encoder_attention_heads |    | has no encoder_attention_heads in its cfg; expected a whole number, which the tensors do not show. Give the .pt file as fair-esm published it, or a Hugging Face folder with its config.json
            encoder_attention_heads | 3  | says encoder_attention_heads 3 in its cfg; expected heads of an even width that divide 40
            encoder_attention_heads | -4 | says encoder_attention_heads -4 in its cfg; expected heads
            encoder_attention_heads | 5  | says encoder_attention_heads 5 in its cfg, but model.encoder.sentence_encoder.layers.0.self_attn.rot_emb.inv_freq is [5] instead of [4]
            encoder_layers          | 36 | says encoder_layers 36 in its cfg, but its tensors say 3; the file is incomplete or changed
            encoder_embed_dim       | 41 | says encoder_embed_dim 41 in its cfg, but its tensors say 40
            token_dropout           |    | has no token_dropout in its cfg; expected true or false
            token_dropout           | 1  | has token_dropout 1 in its cfg; expected true or false
            """)
    void refusesSettingsThatDoNotFit(String key, @Nullable Long value, String message) throws IOException {
        Map<String, @Nullable Object> settings = settings();
        settings.put(key, value);
        assertThatThrownBy(() -> FairEsm.config(PT, golden(Map.of("cfg", Map.of("model", settings)), "", "")))
                .isInstanceOf(ModelException.class)
                .hasMessageStartingWith("esm2_t3_tiny.pt " + message);
    }

    @Test
    void refusesOtherModelsOfFairEsm() throws IOException {
        MemoryCheckpoint positions = golden(Map.of("args", Map.of("arch", "roberta_large")), "", "")
                .floats(PREFIX + "embed_positions.weight", List.of(1026L, 40L));
        assertThatThrownBy(() -> FairEsm.config(PT, positions))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("is not ESM-2: it has model.encoder.sentence_encoder.embed_positions.weight, for"
                        + " absolute positions, as ESM-1, ESM-1b, ESM-1v and MSA Transformer have");
        assertThatThrownBy(() -> FairEsm.config(PT, golden(Map.of("args", Map.of("arch", "gvp")), "", "")))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("is not ESM-2: it has args (arch gvp) in place of cfg");
        assertThatThrownBy(() -> FairEsm.config(PT, new MemoryCheckpoint().floats("weight", List.of(1L))))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("it has no embed_tokens.weight of two dimensions; found [weight]");
        MemoryCheckpoint letters = new MemoryCheckpoint().floats("embed_tokens.weight", List.of(35L, 40L));
        assertThatThrownBy(() -> FairEsm.config(PT, letters))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("has embed_tokens.weight of 35 tokens; expected 33, the alphabet of ESM-2");
    }

    @Test
    void namesEveryTensorThatDiffers() throws IOException {
        MemoryCheckpoint changed = golden(Map.of(), "layers.2.fc2.bias", "layers.2.fc3.bias")
                .floats(PREFIX + "layers.1.fc1.weight", List.of(160L, 41L));
        assertThatThrownBy(() -> Esm2Weights.of(PT, changed, SHAPE))
                .isInstanceOf(ModelException.class)
                .hasMessage("esm2_t3_tiny.pt is not ESM-2 (3 layers, 40 wide, 4 heads);"
                        + " missing: model.encoder.sentence_encoder.layers.2.fc2.bias;"
                        + " misshaped: model.encoder.sentence_encoder.layers.1.fc1.weight is [160, 41] instead of [160, 40];"
                        + " unexpected: 'model.encoder.sentence_encoder.layers.2.fc3.bias';"
                        + " check that weights and config belong together");
    }

    @Test
    void aPyTorchFileOfHuggingFaceNeedsItsConfigButNotItsVocabulary() throws IOException {
        Path bin = Files.copy(TestFiles.golden("esm2/pytorch_model.bin"), folder.resolve("pytorch_model.bin"));
        assertThatThrownBy(() -> ESM2.read(ESM2.files(bin)))
                .isInstanceOf(ModelException.class)
                .hasMessage(folder.resolve("config.json")
                        + " is not there; expected the config.json that was published with the weights");
        Files.copy(TestFiles.golden("esm2/hf/config.json"), folder.resolve("config.json"));
        for (Path path : List.of(bin, folder)) {
            assertThat(ESM2.files(path).layout()).isEqualTo("huggingface-pytorch");
            assertThat(ESM2.read(ESM2.files(path)).dimension()).isEqualTo(40);
        }
    }

    /** The golden file without its values, some names replaced. */
    private static MemoryCheckpoint golden(Map<String, @Nullable Object> metadata, String found, String replacement)
            throws IOException {
        MemoryCheckpoint copy = new MemoryCheckpoint().metadata(metadata);
        try (CheckpointReader golden = Checkpoints.open(TestFiles.golden("esm2/esm2_t3_tiny.pt"))) {
            for (TensorInfo info : golden.tensors().values()) {
                copy.bytes(info.name().replace(found, replacement), info.type(), info.shape(), new byte[0]);
            }
        }
        return copy;
    }

    private static Map<String, @Nullable Object> settings() {
        Map<String, @Nullable Object> settings = new HashMap<>();
        settings.put("encoder_layers", 3L);
        settings.put("encoder_embed_dim", 40L);
        settings.put("encoder_attention_heads", 4L);
        settings.put("token_dropout", true);
        return settings;
    }
}
