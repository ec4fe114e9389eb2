package org.virnuc.models.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.api.Tag;
import org.virnuc.models.ModelException;

/** The unpickler and the tree that it makes, without a file: any bytes are a tree of data, or are refused. */
@Tag("fuzz")
class TorchPickleFuzzTest {
    private static final int STORAGE = 64;

    @FuzzTest
    void any(byte[] pickle) {
        TorchRefusal refusal = new TorchRefusal("fuzzed.pt");
        ZipMember member = new ZipMember("top/data/0", false, 0, STORAGE, STORAGE, 0);
        PickleStorages storages = (type, key, elements) -> {
            if (elements != STORAGE / type.bytes()) {
                throw refusal.damaged("has no such storage");
            }
            return new TorchStorage(type, member, elements);
        };
        try {
            TorchTree.Parts parts = TorchTree.parts(Unpickler.load(pickle, storages, refusal), refusal);
            assertThat(parts.metadata().toString()).isNotNull();
            assertThat(parts.metadata().hashCode()).isEqualTo(parts.metadata().hashCode());
        } catch (ModelException expected) {
            assertThat(expected).hasMessageStartingWith("fuzzed.pt: ");
        }
    }
}
