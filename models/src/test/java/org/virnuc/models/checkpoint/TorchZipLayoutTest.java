package org.virnuc.models.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.virnuc.models.checkpoint.PickleAssembler.pickle;
import static org.virnuc.models.checkpoint.PickleAssembler.value;
import static org.virnuc.models.checkpoint.TorchFiles.floats;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Zips that PyTorch seldom or never writes, and that are sound all the same. */
class TorchZipLayoutTest {

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    Path folder;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void readsDeflatedStorages(long stride) throws IOException {
        byte[] pickle = value(p -> p.tensor(1000, 7, new long[] {300}, new long[] {stride}));
        Path file = Files.write(
                folder.resolve("deflated.pt"),
                new ZipAssembler()
                        .deflated("top/data.pkl", pickle)
                        .deflated("top/data/0", counted(1000))
                        .bytes());
        try (TorchZip zip = TorchZip.open(file)) {
            float[] floats = floats(zip, "x");
            assertThat(floats).hasSize(300);
            for (int i = 0; i < 300; i++) {
                assertThat(floats[i]).isEqualTo((float) (7 + i * stride));
            }
        }
    }

    @Test
    void inflatesMoreThanOneBuffer() throws IOException {
        byte[] content = new byte[3 << 20];
        new Random(1).nextBytes(content);
        long elements = content.length / Float.BYTES;
        byte[] pickle = value(p -> p.tensor(elements, 0, new long[] {elements}, new long[] {1}));
        Path file = Files.write(
                folder.resolve("inflated.pt"),
                new ZipAssembler()
                        .deflated("top/data.pkl", pickle)
                        .deflated("top/data/0", content)
                        .bytes());
        try (TorchZip zip = TorchZip.open(file)) {
            assertThat(Arrays.equals(TorchFiles.values(zip, "x"), content)).isTrue();
        }
    }

    @Test
    void transposesMoreThanOneBuffer() throws IOException {
        byte[] pickle = value(p -> p.tensor(60_000, 0, new long[] {300, 200}, new long[] {1, 300}));
        Path file = Files.write(
                folder.resolve("transposed.pt"),
                ZipAssembler.torch(pickle, counted(60_000)).bytes());
        try (TorchZip zip = TorchZip.open(file)) {
            float[] floats = floats(zip, "x");
            for (int row = 0; row < 300; row++) {
                for (int column = 0; column < 200; column++) {
                    assertThat(floats[row * 200 + column]).isEqualTo(row + column * 300f);
                }
            }
        }
    }

    @Test
    void readsZip64EndRecords() throws IOException {
        byte[] pickle = value(p -> p.tensor(4, 0, new long[] {4}, new long[] {1}));
        Path file = Files.write(
                folder.resolve("zip64.pt"),
                ZipAssembler.torch(pickle, counted(4)).bytes64(ZipAssembler::asIs, ZipAssembler::asIs));
        try (TorchZip zip = TorchZip.open(file)) {
            assertThat(floats(zip, "x")).containsExactly(0, 1, 2, 3);
        }
    }

    /** The large storage is a hole in the file: 4.5 GiB that take no room on the disk, and are not read. */
    @Test
    void readsAStorageBehindOneOfMoreThan4GiB() throws IOException {
        long large = 9L << 29;
        byte[] pickle = pickle().op(PickleOpcode.EMPTY_DICT)
                .op(PickleOpcode.MARK)
                .text("large")
                .global("torch._utils", "_rebuild_tensor_v2")
                .op(PickleOpcode.MARK)
                .storage("1", large / 4)
                .integer(0)
                .integers(large / 4)
                .integers(1)
                .op(PickleOpcode.TUPLE)
                .op(PickleOpcode.REDUCE)
                .text("small")
                .tensor(4, 0, new long[] {4}, new long[] {1})
                .op(PickleOpcode.SETITEMS)
                .stop();
        Path file = folder.resolve("large.pt");
        try (FileChannel out = FileChannel.open(
                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.SPARSE, StandardOpenOption.WRITE)) {
            new TorchSparseZip(out)
                    .member("top/data.pkl", pickle)
                    .hole("top/data/1", large)
                    .member("top/data/0", counted(4))
                    .end();
        }
        try (TorchZip zip = TorchZip.open(file)) {
            assertThat(zip.tensors().keySet()).containsExactly("large", "small");
            assertThat(TorchFiles.info(zip, "large").byteLength()).isEqualTo(large);
            assertThat(floats(zip, "small")).containsExactly(0, 1, 2, 3);
        }
    }

    private static byte[] counted(int count) {
        ByteBuffer bytes = ByteBuffer.allocate(count * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            bytes.putFloat(i);
        }
        return bytes.array();
    }
}
