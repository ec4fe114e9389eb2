package org.virnuc.models.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.virnuc.models.checkpoint.TorchFiles.resource;
import static org.virnuc.models.checkpoint.TorchFiles.values;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.virnuc.models.ModelException;

/** The reference files in PyTorch's format hold, bit for bit, what their safetensors twins hold. */
class TorchZipGoldenTest {

    @ParameterizedTest
    @CsvSource({
        "head/tiny_state_dict.pth, head/tiny_model.safetensors, '', ''",
        "head/tiny_model.pth, head/tiny_model.safetensors, '', ''",
        "esm2/pytorch_model.bin, esm2/hf/model.safetensors, esm., ''",
        "dnaberts/pytorch_model.bin, dnaberts/model.safetensors, '', bert."
    })
    void holdsTheSameTensorsAsSafetensors(String torch, String safetensors, String ours, String theirs)
            throws IOException {
        Map<String, byte[]> expected = TorchFiles.safetensors(resource("golden/" + safetensors));
        try (TorchZip zip = TorchZip.open(resource("golden/" + torch))) {
            Set<String> names = new HashSet<>(zip.tensors().keySet());
            names.remove("bn1.num_batches_tracked"); // a counter, which the safetensors twin leaves out
            assertThat(names).hasSize(expected.size());
            for (String name : names) {
                byte[] twin = expected.get(theirs + name.substring(ours.length()));
                assertThat(Arrays.equals(values(zip, name), twin)).as(name).isTrue();
            }
        }
    }

    @Test
    void readsFairEsmWithItsConfig() throws IOException {
        Map<String, byte[]> hub = TorchFiles.safetensors(resource("golden/esm2/hf/model.safetensors"));
        try (TorchZip zip = TorchZip.open(resource("golden/esm2/esm2_t3_tiny.pt"))) {
            assertThat(zip.tensors().keySet()).allMatch(name -> name.startsWith("model.encoder."));
            byte[] embedding = values(zip, "model.encoder.sentence_encoder.embed_tokens.weight");
            assertThat(Arrays.equals(embedding, hub.get("embeddings.word_embeddings.weight")))
                    .isTrue();
            assertThat(zip.metadata())
                    .containsEntry(
                            "cfg",
                            Map.of(
                                    "model",
                                    Map.of(
                                            "encoder_layers", 3L,
                                            "encoder_embed_dim", 40L,
                                            "encoder_attention_heads", 4L,
                                            "token_dropout", true)));
        }
    }

    @Test
    void readsFairEsmInHalfPrecision() throws IOException {
        try (TorchZip full = TorchZip.open(resource("golden/esm2/esm2_t3_tiny.pt"));
                TorchZip half = TorchZip.open(resource("golden/esm2/esm2_t3_tiny_fp16.pt"))) {
            assertThat(half.tensors().keySet()).isEqualTo(full.tensors().keySet());
            String name = "model.encoder.sentence_encoder.layers.0.fc1.weight";
            assertThat(half.tensors().get(name)).isEqualTo(new TensorInfo(name, ElementType.F16, List.of(160L, 40L)));
            assertThat(values(half, name)).hasSize(160 * 40 * 2);
        }
    }

    @Test
    void readsFromSeveralThreads() throws IOException {
        Map<String, byte[]> expected = TorchFiles.safetensors(resource("golden/dnaberts/model.safetensors"));
        try (TorchZip zip = TorchZip.open(resource("golden/dnaberts/pytorch_model.bin"))) {
            assertThat(zip.tensors().keySet().parallelStream()
                            .filter(name -> Arrays.equals(read(zip, name), expected.get("bert." + name)))
                            .count())
                    .isEqualTo(expected.size());
        }
    }

    @Test
    void describesTheModulesOfTheHead() throws IOException {
        try (TorchZip zip = TorchZip.open(resource("golden/head/tiny_model.pth"))) {
            assertThat(zip.metadata()).containsEntry("__class__", "__main__.MLPClassifier");
            assertThat(zip.metadata().get("hidden_layer"))
                    .asInstanceOf(InstanceOfAssertFactories.MAP)
                    .containsEntry("in_features", 88L)
                    .containsEntry("__class__", "torch.nn.modules.linear.Linear");
        }
    }

    @ParameterizedTest
    @CsvSource({"head/malicious_eval.pth, __builtin__.eval", "head/malicious_system.pth, posix.system"})
    void refusesAPickleThatRunsACommand(String file, String global) {
        Path path = resource("golden/" + file);
        assertThatThrownBy(() -> TorchZip.open(path))
                .isInstanceOf(ModelException.class)
                .hasMessage(path + ": names '" + global + "', which is not on the list of what a checkpoint may hold;"
                        + " nothing of it was run. If you trust the file, load it in Python and save its weights alone:"
                        + " torch.save(model.state_dict(), 'weights.pt').");
        assertThat(Files.exists(Path.of("pwned-by-pickle"))).isFalse();
    }

    private static byte[] read(TorchZip zip, String name) {
        try {
            return values(zip, name);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
