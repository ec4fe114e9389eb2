package org.virnuc.models.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.virnuc.models.ModelException;

/**
 * Any bytes at all end in a checkpoint or in a ModelException: nothing else is thrown, nothing hangs, nothing fills the
 * memory. Without JAZZER_FUZZ the inputs
 * under {@code src/test/resources} are replayed; to fuzz, one target at a time:
 *
 * <pre>JAZZER_FUZZ=1 mvn -pl models test -DexcludedGroups=gpu -Dtest=TorchZipFuzzTest#pickles \
 *     -Djazzer.max_duration=10m '-Djazzer.instrument=org.virnuc.models.checkpoint.**'</pre>
 */
@Tag("slow")
@SuppressWarnings("NullAway.Init") // the folder is set before all
class TorchZipFuzzTest {

    private static final byte[] STORAGE = new byte[64];

    private static Path file;

    @BeforeAll
    static void makeFile() throws IOException {
        Path memory = Path.of("/dev/shm");
        file = Files.isWritable(memory)
                ? Files.createTempFile(memory, "virnuc-fuzz-", ".pt")
                : Files.createTempFile("virnuc-fuzz-", ".pt");
    }

    @AfterAll
    static void deleteFile() throws IOException {
        Files.delete(file);
    }

    /** The unpickler and the tree, without a file. */
    @FuzzTest
    void pickles(byte[] pickle) {
        TorchRefusal refusal = new TorchRefusal("fuzzed.pt");
        ZipMember member = new ZipMember("top/data/0", false, 0, STORAGE.length, STORAGE.length, 0);
        PickleStorages storages = (type, key, elements) -> {
            if (elements != STORAGE.length / type.bytes()) {
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

    /** A sound zip around any pickle: what it names is read to the last byte. */
    @FuzzTest
    void checkpoints(byte[] pickle) throws IOException {
        read(ZipAssembler.torch(pickle, STORAGE).bytes());
    }

    /** Any file. */
    @FuzzTest
    void files(byte[] bytes) throws IOException {
        read(bytes);
    }

    private static void read(byte[] bytes) throws IOException {
        Files.write(file, bytes);
        try (TorchZip zip = TorchZip.open(file)) {
            assertThat(zip.metadata().toString()).isNotNull();
            for (TensorInfo info : zip.tensors().values()) {
                ByteArrayOutputStream out = new ByteArrayOutputStream();
                zip.copyTo(info.name(), out);
                assertThat(out.size()).isEqualTo((int) info.byteLength());
            }
        } catch (ModelException expected) {
            assertThat(expected).hasMessageStartingWith(file + ": ");
        }
    }
}
