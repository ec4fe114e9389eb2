package org.virnuc.models.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.virnuc.files.FuzzFile;

/** Any bytes are a safetensors file whose tensors can all be read, or are refused. */
@Tag("fuzz")
class SafetensorsFuzzTest {
    @FuzzTest
    void any(byte[] content) throws IOException {
        FuzzFile.check("model.safetensors", content, file -> {
            try (Safetensors reader = Safetensors.open(file)) {
                for (TensorInfo tensor : reader.tensors().values()) {
                    ByteArrayOutputStream out = new ByteArrayOutputStream();
                    reader.copyTo(tensor.name(), out);
                    assertThat(out.size()).isEqualTo((int) tensor.byteLength());
                }
            }
        });
    }
}
