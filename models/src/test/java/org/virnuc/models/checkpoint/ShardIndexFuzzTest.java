package org.virnuc.models.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.virnuc.files.FuzzFile;

/** Any bytes are the index of a sharded checkpoint, or are refused. */
@Tag("fuzz")
class ShardIndexFuzzTest {
    @FuzzTest
    void any(byte[] content) throws IOException {
        FuzzFile.check("model.safetensors.index.json", content, file -> {
            for (String shard : ShardedCheckpoint.shards(file).values()) {
                assertThat(file.resolveSibling(shard).getParent()).isEqualTo(file.getParent());
            }
        });
    }
}
