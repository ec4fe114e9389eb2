package org.virnuc.models.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnuc.files.Digests;
import org.virnuc.models.ModelException;
import org.virnuc.models.checkpoint.CheckpointReader;
import org.virnuc.models.checkpoint.Checkpoints;
import org.virnuc.models.checkpoint.ElementType;
import org.virnuc.models.checkpoint.SafetensorsWriter;
import org.virnuc.models.checkpoint.TensorInfo;
import org.virnuc.models.checkpoint.TensorValues;
import org.virnuc.models.torchscript.StateDictFile;

/** Heads that are written and read back; PyTorch 2.7.1 has read the same files with {@code weights_only=True}. */
class MlpWeightsTest {
    private static final MlpWeights SMALL = new MlpWeights(
            3,
            2,
            new float[] {1, 2, 3, -4, 5.5f, 6},
            new float[] {0.25f, -1},
            new float[] {1, 1.5f},
            new float[] {0, 0.125f},
            new float[] {0.5f, -0.5f},
            new float[] {2, 3},
            new float[] {1, -1, 0.75f, 8},
            new float[] {0.1f, -0.1f},
            40);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void aStateDictIsReadBackAndItsBytesAreFixed() throws IOException {
        Path file = folder.resolve("head.pth");
        StateDictFile.write(file, SMALL.tensors());
        same(MlpWeights.read(file));
        try (CheckpointReader reader = Checkpoints.open(file)) {
            assertThat(reader.tensors().get("bn1.num_batches_tracked"))
                    .isEqualTo(new TensorInfo("bn1.num_batches_tracked", ElementType.I64, List.of()));
            assertThat(reader.tensors().keySet())
                    .containsExactlyElementsOf(SMALL.tensors().keySet());
        }
        assertThat(Digests.ofFile(file)).isEqualTo("35a1c01dc647f02b4099fb8644b22767f5f9e49406bef8b55ec7ecb3c5b491fc");
    }

    @Test
    void safetensorsAreReadBackAndTheirBytesAreFixed() throws IOException {
        Path file = folder.resolve("head.safetensors");
        Files.write(file, SafetensorsWriter.bytes(SMALL.tensors()));
        same(MlpWeights.read(file));
        assertThat(Digests.ofFile(file)).isEqualTo("3e3ff888dee931629e31a32742e0874083e77dad0fe5f8ed42a28ffc808ec754");
    }

    @Test
    void aFileThatIsNoHeadIsRefused() throws IOException {
        Path file = folder.resolve("other.safetensors");
        Files.write(file, SafetensorsWriter.bytes(Map.of("a", TensorValues.of(List.of(1L), new float[] {1}))));
        assertThatThrownBy(() -> MlpWeights.read(file))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("is not a head");
    }

    @Test
    void valuesHaveToFitTheirShape() {
        assertThatThrownBy(() -> TensorValues.of(List.of(2L, 2L), new float[3]))
                .hasMessage("12 bytes for F32 [2, 2], expected 16");
        assertThatThrownBy(() -> SafetensorsWriter.bytes(Map.of("a\"b", TensorValues.of(1))))
                .hasMessageContaining("characters besides");
    }

    private static void same(MlpWeights read) {
        assertThat(read.features()).isEqualTo(3);
        assertThat(read.hidden()).isEqualTo(2);
        assertThat(read.hiddenWeight()).isEqualTo(SMALL.hiddenWeight());
        assertThat(read.hiddenBias()).isEqualTo(SMALL.hiddenBias());
        assertThat(read.normWeight()).isEqualTo(SMALL.normWeight());
        assertThat(read.normBias()).isEqualTo(SMALL.normBias());
        assertThat(read.normMean()).isEqualTo(SMALL.normMean());
        assertThat(read.normVariance()).isEqualTo(SMALL.normVariance());
        assertThat(read.outputWeight()).isEqualTo(SMALL.outputWeight());
        assertThat(read.outputBias()).isEqualTo(SMALL.outputBias());
        assertThat(read.batches()).isEqualTo(40);
    }
}
