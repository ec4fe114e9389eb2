package org.virnuc.models.checkpoint;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.virnuc.files.FuzzFile;

/** A sound zip around any pickle is a checkpoint of PyTorch whose tensors can all be read, or is refused. */
@Tag("fuzz")
class TorchCheckpointFuzzTest {
    @FuzzTest
    void any(byte[] pickle) throws IOException {
        byte[] zip = ZipAssembler.torch(pickle, new byte[64]).bytes();
        FuzzFile.check("pytorch_model.bin", zip, TorchZipFuzzTest::read);
    }
}
