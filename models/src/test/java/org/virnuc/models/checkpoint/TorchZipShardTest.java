package org.virnuc.models.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.virnuc.models.checkpoint.PickleAssembler.pickle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnuc.models.ModelException;

/** Hugging Face's {@code pytorch_model.bin.index.json} over files of PyTorch's format. */
class TorchZipShardTest {

    private static final String INDEX =
            """
            {"metadata": {"total_size": 8}, "weight_map": {
              "first": "pytorch_model-00001-of-00002.bin", "second": "pytorch_model-00002-of-00002.bin"}}
            """;

    @Test
    void readsEachTensorFromItsFile(@TempDir Path folder) throws IOException {
        shard(folder, 1, "first");
        shard(folder, 2, "second");
        Path index = Files.writeString(folder.resolve("pytorch_model.bin.index.json"), INDEX);
        try (CheckpointReader reader = Checkpoints.open(index)) {
            assertThat(reader.tensors().keySet()).containsExactly("first", "second");
            assertThat(TorchFiles.values(reader, "first")).containsExactly(1, 1, 1, 1);
            assertThat(TorchFiles.values(reader, "second")).containsExactly(2, 2, 2, 2);
        }
    }

    @Test
    void refusesAShardThatLacksItsTensor(@TempDir Path folder) throws IOException {
        shard(folder, 1, "first");
        shard(folder, 2, "other");
        Path index = Files.writeString(folder.resolve("pytorch_model.bin.index.json"), INDEX);
        assertThatThrownBy(() -> Checkpoints.open(index))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("second")
                .hasMessageContaining("pytorch_model-00002-of-00002.bin");
    }

    /** A file with one fp32 value, whose bytes are the number of the file. */
    private static void shard(Path folder, int number, String tensor) throws IOException {
        byte[] content = pickle().op(PickleOpcode.EMPTY_DICT)
                .text(tensor)
                .tensor(1, 0, new long[] {1}, new long[] {1})
                .op(PickleOpcode.SETITEM)
                .stop();
        byte value = (byte) number;
        Files.write(
                folder.resolve("pytorch_model-0000" + number + "-of-00002.bin"),
                ZipAssembler.torch(content, new byte[] {value, value, value, value})
                        .bytes());
    }
}
