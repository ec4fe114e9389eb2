package org.virnuc.models.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnuc.models.DeviceChoice;
import org.virnuc.models.EncoderOptions;
import org.virnuc.models.ModelException;
import org.virnuc.models.Precision;
import org.virnuc.models.TestFiles;

/** What can be known of models without starting the engine. */
class ModelStoreTest {
    private final Path cache;

    ModelStoreTest(@TempDir Path cache) {
        this.cache = cache;
    }

    @Test
    void theEmbeddedModelIsUnpackedOnceAndDescribed() throws IOException {
        ModelPack pack = new ModelStore(cache).pack("virnuc-mini");
        assertThat(pack.trainedLengths()).isEqualTo(Set.of(300, 500));
        assertThat(pack.dna().dimension()).isEqualTo(128);
        assertThat(pack.protein().dimension()).isEqualTo(128);
        assertThat(pack.head().dimension()).isEqualTo(256);
        assertThat(pack.dna().sha256()).matches("[0-9a-f]{64}");
        Path weights = pack.dna().path().resolve("model.safetensors");
        var written = Files.getLastModifiedTime(weights);
        assertThat(new ModelStore(cache).pack("virnuc-mini")).isEqualTo(pack);
        assertThat(Files.getLastModifiedTime(weights)).isEqualTo(written);
        assertThat(cache.resolve("native")).doesNotExist();
    }

    @Test
    void unknownNamesAreAnsweredWithTheKnown() {
        assertThatThrownBy(() -> new ModelStore(cache).pack("virnuc-maxi"))
                .isInstanceOf(ModelException.class)
                .hasMessage(
                        "model virnuc-maxi is unknown; known are virnuc-mini (embedded); fetch a published model with"
                                + " \"virnuc models pull\" and name its parts as one with \"virnuc models import\", or give"
                                + " the three parts as files");
    }

    @Test
    void aHeadOfAnotherWidthIsRefusedBeforeAnythingIsComputed() {
        ModelStore store = new ModelStore(cache);
        Path mini = store.pack("virnuc-mini").dna().path();
        Path head = TestFiles.golden("head/tiny_model.safetensors");
        assertThatThrownBy(() -> store.parts(mini, TestFiles.golden("esm2/hf"), head))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("takes 88 features, but the encoders give 168 (dna-encoder 128 + hf 40)");
    }

    @Test
    void theDigestFollowsEveryFileThatDecidesResults() throws IOException {
        Path copy = cache.resolve("copy");
        Files.createDirectories(copy);
        for (String file : new String[] {"config.json", "model.safetensors", "vocab.txt"}) {
            Files.copy(TestFiles.golden("esm2/hf/" + file), copy.resolve(file));
        }
        String before = protein(copy).sha256();
        assertThat(before).isEqualTo(protein(TestFiles.golden("esm2/hf")).sha256());
        Files.writeString(copy.resolve("README.md"), "not part of it");
        assertThat(protein(copy).sha256()).isEqualTo(before);
        Files.writeString(
                copy.resolve("vocab.txt"),
                Files.readString(copy.resolve("vocab.txt")).replace("O\n", "J\n"));
        assertThat(protein(copy).sha256()).isNotEqualTo(before);
    }

    @Test
    void missingFilesAreNamed() throws IOException {
        Path empty = Files.createDirectory(cache.resolve("empty"));
        assertThatThrownBy(() -> protein(empty))
                .hasMessageContaining("holds no weights; expected one of model.safetensors");
        assertThatThrownBy(() -> protein(cache.resolve("nowhere"))).hasMessageContaining("is not there");
        Files.copy(TestFiles.golden("esm2/hf/model.safetensors"), empty.resolve("model.safetensors"));
        assertThatThrownBy(() -> protein(empty))
                .hasMessageContaining("config.json is not there; expected the config.json");
    }

    @Test
    void dnabertSAsAPyTorchFileNeedsConfigAndTokenizer() throws IOException {
        Path folder = Files.createDirectory(cache.resolve("dna"));
        Path bin = Files.copy(TestFiles.golden("dnaberts/pytorch_model.bin"), folder.resolve("pytorch_model.bin"));
        assertThatThrownBy(() -> dna(bin))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("config.json is not there; expected the config.json");
        Files.copy(TestFiles.golden("dnaberts/config.json"), folder.resolve("config.json"));
        assertThatThrownBy(() -> dna(folder))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("tokenizer.json is not there; expected the tokenizer");
        Files.copy(TestFiles.golden("dnaberts/tokenizer.json"), folder.resolve("tokenizer.json"));
        assertThat(dna(folder).dimension()).isEqualTo(48);
        assertThat(dna(folder).sha256()).isEqualTo(dna(bin).sha256());
    }

    @Test
    void fairEsmIsKnownByItsFileAlone() throws IOException {
        Path file = Files.copy(TestFiles.golden("esm2/esm2_t3_tiny.pt"), cache.resolve("esm2_t3_tiny.pt"));
        ModelPart part = protein(file);
        assertThat(part.dimension()).isEqualTo(40);
        Files.writeString(cache.resolve("config.json"), "{\"of\": \"another model\"}");
        assertThat(protein(file)).isEqualTo(part);
        assertThat(cache.resolve("native")).doesNotExist();
    }

    @Test
    void whatIsNoHeadIsRefused() {
        Path esm = TestFiles.golden("esm2/hf/model.safetensors");
        assertThatThrownBy(() ->
                        new ModelStore(cache).parts(TestFiles.golden("dnaberts"), TestFiles.golden("esm2/hf"), esm))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("is not a head: it has no hidden_layer.weight of two dimensions");
    }

    @Test
    void precisionIsResolvedForTheMachine() {
        ModelStore store = new ModelStore(cache);
        EncoderOptions auto = new EncoderOptions(DeviceChoice.CPU, Precision.AUTO, 0, 0);
        assertThat(store.profile(auto).precision()).isIn(Precision.FP32, Precision.BF16);
        assertThat(Precision.of("bf16")).isEqualTo(Precision.BF16);
        assertThatThrownBy(() -> Precision.of("fp64"))
                .hasMessage("precision fp64 is unknown; there are auto, fp32, bf16, fp16, int8");
    }

    private ModelPart dna(Path path) {
        return new ModelStore(cache)
                .parts(path, TestFiles.golden("esm2/hf"), TestFiles.golden("head/tiny_model.safetensors"))
                .dna();
    }

    private ModelPart protein(Path path) {
        return new ModelStore(cache)
                .parts(TestFiles.golden("dnaberts"), path, TestFiles.golden("head/tiny_model.safetensors"))
                .protein();
    }
}
