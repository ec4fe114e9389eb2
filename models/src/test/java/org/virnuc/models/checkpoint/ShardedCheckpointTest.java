package org.virnuc.models.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnuc.models.ModelException;

class ShardedCheckpointTest {
    private final Path folder;

    ShardedCheckpointTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @BeforeEach
    void writeShards() throws IOException {
        for (String name : new String[] {"a", "b"}) {
            String header = "{\"" + name + "\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]}}";
            SafetensorsTest.write(folder.resolve(name + ".safetensors"), header, name.getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void readsFromTheFileThatTheIndexNames() throws IOException {
        Path index = index("{\"weight_map\":{\"b\":\"b.safetensors\",\"a\":\"a.safetensors\"}}");
        try (CheckpointReader reader = Checkpoints.open(index)) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            reader.copyTo("b", out);
            reader.copyTo("a", out);
            assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("ba");
            assertThat(reader.tensors().keySet()).containsExactly("b", "a");
        }
        assertThat(ShardedCheckpoint.files(index))
                .containsExactly(index, folder.resolve("a.safetensors"), folder.resolve("b.safetensors"));
    }

    @Test
    void refusesAnIndexThatDoesNotFit() throws IOException {
        refuses("{\"weight_map\":{\"c\":\"a.safetensors\"}}", "assigns tensor 'c' to a.safetensors, which lacks it");
        refuses("{\"weight_map\":{\"c\":\"c.safetensors\"}}", "names c.safetensors, which is not in the same folder");
        refuses("{\"weight_map\":{\"c\":\"../a.safetensors\"}}", "expected a file in the folder of the index");
        refuses("{\"weight_map\":{\"c\":\"model.index.json\"}}", "which is an index itself");
        refuses("{\"weights\":{}}", "has no weight_map");
        refuses("{\"weight_map\":", "is not JSON");
    }

    @Test
    void refusesFilesOfNoFormat() throws IOException {
        Path text = Files.writeString(folder.resolve("text"), "version https://git-lfs.github.com/spec/v1");
        assertThatThrownBy(() -> Checkpoints.open(text))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining(
                        "is not a checkpoint: it starts with 76 65 72 73 69 6f 6e 20; expected safetensors");
    }

    private void refuses(String json, String message) throws IOException {
        Path index = index(json);
        assertThatThrownBy(() -> Checkpoints.open(index))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining(index.toString())
                .hasMessageContaining(message);
    }

    private Path index(String json) throws IOException {
        return Files.writeString(folder.resolve("model.index.json"), json);
    }
}
