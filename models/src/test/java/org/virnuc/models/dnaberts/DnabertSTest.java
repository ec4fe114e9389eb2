package org.virnuc.models.dnaberts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.virnuc.models.ModelException;
import org.virnuc.models.TestFiles;
import org.virnuc.models.checkpoint.CheckpointReader;
import org.virnuc.models.checkpoint.Checkpoints;
import org.virnuc.models.engine.NativeRuntime;
import org.virnuc.models.torchscript.MemoryCheckpoint;

class DnabertSTest {
    private static final Path FOLDER = TestFiles.golden("dnaberts");

    private final Path folder;

    DnabertSTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @BeforeAll
    static void useTheTestCache() {
        NativeRuntime.configure(TestFiles.CACHE);
    }

    @Test
    void readsTheConfig() throws IOException {
        assertThat(DnabertSConfig.read(FOLDER.resolve("config.json")))
                .isEqualTo(new DnabertSConfig(2, 48, 12, 64, 2048, 2, 1e-12));
    }

    @Test
    void refusesOtherArchitectures() throws IOException {
        refuses(
                "\"alibi_starting_size\": 512,",
                "",
                "has no alibi_starting_size; expected the one of DNABERT-S or DNABERT-2");
        refuses("\"model_type\": \"bert\"", "\"model_type\": \"roberta\"", "has model_type \"roberta\"; expected bert");
        refuses("\"gelu\"", "\"relu\"", "has hidden_act \"relu\"; expected gelu, as DNABERT-S has");
        refuses("\"num_attention_heads\": 12", "\"num_attention_heads\": 5", "expected a divisor of hidden_size 48");
    }

    /** Sequences of up to 4,000 bases: more than 512 tokens, whole. */
    @Test
    void tokenizesAsTheReference() throws IOException {
        List<String> sequences = new ArrayList<>();
        List<int[]> expected = new ArrayList<>();
        for (JsonNode each : TestFiles.json("dnaberts/expected.json").get("cases")) {
            sequences.add(each.get("sequence").asText());
            int[] ids = new int[each.get("ids").size()];
            Arrays.setAll(ids, i -> each.get("ids").get(i).asInt());
            expected.add(ids);
        }
        assertThat(expected).hasSize(23).anyMatch(ids -> ids.length > 512);
        try (DnabertSTokenizer tokenizer = DnabertSTokenizer.read(FOLDER.resolve("tokenizer.json"))) {
            int[][] ids = tokenizer.encode(sequences);
            for (int i = 0; i < ids.length; i++) {
                assertThat(ids[i]).as(sequences.get(i)).isEqualTo(expected.get(i));
            }
        }
    }

    @Test
    void refusesWhatIsNoTokenizer() throws IOException {
        Path missing = folder.resolve("tokenizer.json");
        assertThatThrownBy(() -> DnabertSTokenizer.read(missing))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("is not there; expected the tokenizer that the weights were trained with");
        Files.writeString(missing, "{\"version\": \"1.0\"}");
        assertThatThrownBy(() -> DnabertSTokenizer.read(missing))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("cannot be loaded as a tokenizer");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            "merges" | "merge" | cannot be loaded as a tokenizer
            "merges": [ | "merges": ["Q Q", | cannot be loaded as a tokenizer
            "merges": [ | "merges": ["AC", | cannot be loaded as a tokenizer
            "merges": [ | "merges": [7, | cannot be loaded as a tokenizer
            "merges": [ | "merges": [[], | cannot be loaded as a tokenizer
            { | \u00ff{ | is not JSON
            { | {{ | is not JSON
            "type": "BPE" | "type": "Unigram" | cannot be loaded as a tokenizer: its model is "Unigram"; expected BPE, as DNABERT-S has
            "unk_token": "[UNK]" | "unk_token": "[UNKNOWN]" | cannot be loaded as a tokenizer: its vocabulary lacks the unknown token "[UNKNOWN]"
            "id": "[CLS]" | "id": "[CL]" | cannot be loaded as a tokenizer: its template has [CL], which its special_tokens lack
            """)
    void refusesADamagedTokenizer(String found, String replacement, String message) throws IOException {
        String json = Files.readString(FOLDER.resolve("tokenizer.json"));
        assertThat(json).contains(found);
        Path damaged = Files.writeString(
                folder.resolve("tokenizer.json"),
                json.substring(0, json.indexOf(found))
                        + replacement
                        + json.substring(json.indexOf(found) + found.length()),
                StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() -> DnabertSTokenizer.read(damaged))
                .isInstanceOf(ModelException.class)
                .hasMessageStartingWith(damaged + " " + message)
                .hasMessageEndingWith("download it again");
    }

    /** What the library lets pass. */
    @Test
    void mergesOfUnknownTokensAreNamed() throws IOException {
        JsonNode json = new JsonMapper()
                .readTree("{'model':{'type':'BPE','unk_token':'[UNK]','vocab':{'A':1,'[UNK]':0},'merges':['A C']},"
                                .replace('\'', '"')
                        + "\"pre_tokenizer\":{\"type\":\"Whitespace\"}}");
        assertThatThrownBy(() -> PairMerges.of(json))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("its vocabulary lacks \"AC\", which its merges have");
    }

    @Test
    void layersThatNoCheckpointHoldsAreRefusedAtOnce() {
        DnabertSConfig config = new DnabertSConfig(1_000_000, 48, 12, 64, 2048, 2, 1e-12);
        MemoryCheckpoint few = new MemoryCheckpoint().floats("embeddings.word_embeddings.weight", List.of(2048L, 48L));
        assertThatThrownBy(() -> DnabertSWeights.of(Path.of("model.safetensors"), few, config))
                .isInstanceOf(ModelException.class)
                .hasMessage(
                        "model.safetensors is not DNABERT-S (1000000 layers, 48 wide, 12 heads): it has 1 tensors, too"
                                + " few for 1000000 layers; check that weights and config belong together");
    }

    @Test
    void namesEveryTensorThatDiffers() throws IOException {
        DnabertSConfig config = DnabertSConfig.read(FOLDER.resolve("config.json"));
        MemoryCheckpoint bert = new MemoryCheckpoint()
                .floats("embeddings.word_embeddings.weight", List.of(2048L, 48L))
                .floats("embeddings.position_embeddings.weight", List.of(512L, 48L));
        assertThatThrownBy(() -> DnabertSWeights.of(Path.of("pytorch_model.bin"), bert, config))
                .isInstanceOf(ModelException.class)
                .hasMessageStartingWith("pytorch_model.bin is not DNABERT-S (2 layers, 48 wide, 12 heads); missing:"
                        + " embeddings.token_type_embeddings.weight, embeddings.LayerNorm.weight,")
                .hasMessageContaining(" and 20 more; unexpected: 'embeddings.position_embeddings.weight'");
    }

    @Test
    void countsTheParametersThatTakePart() throws IOException {
        DnabertSConfig config = DnabertSConfig.read(FOLDER.resolve("config.json"));
        try (CheckpointReader reader = Checkpoints.open(FOLDER.resolve("model.safetensors"))) {
            long counted = DnabertSWeights.of(FOLDER, reader, config).byGraphName().values().stream()
                    .mapToLong(weight -> weight.elements())
                    .sum();
            long unusedTypes = config.width();
            assertThat(DnabertSWeights.parameters(config)).isEqualTo(counted + unusedTypes);
        }
    }

    private void refuses(String found, String replacement, String message) throws IOException {
        String json = Files.readString(FOLDER.resolve("config.json"));
        assertThat(json).contains(found);
        Path config = Files.writeString(folder.resolve("config.json"), json.replace(found, replacement));
        assertThatThrownBy(() -> DnabertSConfig.read(config))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining(config.toString())
                .hasMessageContaining(message);
    }
}
