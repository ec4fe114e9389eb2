package org.virnuc.models.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.virnuc.files.FuzzFile;

/** Any bytes are a checkpoint of PyTorch whose tensors can all be read, or are refused; nothing hangs or fills the memory. */
@Tag("fuzz")
class TorchZipFuzzTest {
    @FuzzTest
    void any(byte[] content) throws IOException {
        FuzzFile.check("pytorch_model.bin", content, TorchZipFuzzTest::read);
    }

    /** Reads a file to the last byte of the last tensor. */
    static void read(Path file) throws IOException {
        try (TorchZip zip = TorchZip.open(file)) {
            assertThat(zip.metadata().toString()).isNotNull();
            for (TensorInfo info : zip.tensors().values()) {
                ByteArrayOutputStream out = new ByteArrayOutputStream();
                zip.copyTo(info.name(), out);
                assertThat(out.size()).isEqualTo((int) info.byteLength());
            }
        }
    }
}
