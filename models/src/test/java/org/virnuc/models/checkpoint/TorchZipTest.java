package org.virnuc.models.checkpoint;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.virnuc.models.checkpoint.TorchFiles.resource;
import static org.virnuc.models.checkpoint.TorchFiles.values;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.ObjIntConsumer;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.virnuc.models.ModelException;

/** Files of PyTorch 2.7.1 with every element type, layout of memory and kind of container. */
class TorchZipTest {

    @ParameterizedTest
    @ValueSource(strings = {"torch_types.pt", "torch_types_protocol4.pt"})
    void readsEveryElementType(String file) throws IOException {
        try (TorchZip zip = open(file)) {
            assertThat(values(zip, "float64")).isEqualTo(counted(8, (out, i) -> out.putDouble(i)));
            assertThat(values(zip, "float32")).isEqualTo(counted(4, (out, i) -> out.putFloat(i)));
            assertThat(values(zip, "float16")).isEqualTo(shorts(0, 0x3c00, 0x4000, 0x4200, 0x4400, 0x4500));
            assertThat(values(zip, "bfloat16")).isEqualTo(shorts(0, 0x3f80, 0x4000, 0x4040, 0x4080, 0x40a0));
            assertThat(values(zip, "int64")).isEqualTo(counted(8, (out, i) -> out.putLong(i)));
            assertThat(values(zip, "int32")).isEqualTo(counted(4, (out, i) -> out.putInt(i)));
            assertThat(values(zip, "int16")).isEqualTo(counted(2, (out, i) -> out.putShort((short) i)));
            assertThat(values(zip, "int8")).containsExactly(0, 1, 2, 3, 4, 5);
            assertThat(values(zip, "uint8")).containsExactly(0, 1, 2, 3, 4, 5);
            assertThat(values(zip, "bool")).containsExactly(1, 0, 1);
            for (ElementType type : ElementType.values()) {
                assertThat(zip.tensors().values()).extracting(TensorInfo::type).contains(type);
            }
        }
    }

    @Test
    void writesStridedAndSharedTensorsContiguously() throws IOException {
        try (TorchZip zip = open("torch_types.pt")) {
            assertThat(TorchFiles.floats(zip, "transposed")).hasSize(35).startsWith(0, 7, 14, 21, 28, 1, 8);
            assertThat(TorchFiles.info(zip, "transposed").shape()).containsExactly(7L, 5L);
            assertThat(values(zip, "permuted"))
                    .isEqualTo(shorts(
                            0, 4, 8, 12, 16, 20, 1, 5, 9, 13, 17, 21, 2, 6, 10, 14, 18, 22, 3, 7, 11, 15, 19, 23));
            assertThat(longs(zip, "stepped")).containsExactly(1, 3, 11, 13);
            assertThat(values(zip, "wide_t")).containsExactly(0, 3, 1, 4, 2, 5);
            assertThat(doubles(zip, "shared_head")).containsExactly(0, 1, 2, 3);
            assertThat(doubles(zip, "shared_tail")).containsExactly(8, 9, 10, 11);
            assertThat(TorchFiles.info(zip, "scalar").shape()).isEmpty();
            assertThat(values(zip, "scalar")).containsExactly(7, 0, 0, 0);
            assertThat(values(zip, "empty")).isEmpty();
            assertThat(TorchFiles.floats(zip, "parameter")).containsExactly(1.5f, -2.5f);
        }
    }

    @Test
    void namesNestedTensorsByTheirPath() throws IOException {
        try (TorchZip zip = open("torch_types.pt")) {
            assertThat(zip.tensors()).containsKeys("nested.list.0", "nested.list.1.deep", "nested.3");
            assertThat(longs(zip, "nested.list.1.deep")).containsExactly(3);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"torch_types.pt", "torch_types_protocol4.pt"})
    void offersWhatIsBesideTheTensors(String file) throws IOException {
        try (TorchZip zip = open(file)) {
            assertThat(zip.metadata().get("config"))
                    .asInstanceOf(InstanceOfAssertFactories.MAP)
                    .containsEntry("layers", 3L)
                    .containsEntry("name", "tiny")
                    .containsEntry("rate", 0.25)
                    .containsEntry("on", true)
                    .containsEntry("none", null)
                    .containsEntry("shape", List.of(2L, 3L))
                    .containsEntry("kind", "torch.float16")
                    .containsEntry("device", "device cpu")
                    .containsEntry("big", "1180591620717411303424")
                    .containsEntry("many", List.of(1L, List.of(2.5, "x")))
                    .containsEntry("letters", List.of("a"))
                    .containsEntry("half", List.of(1L, 2L));
        }
    }

    @Test
    void namesTheTensorsOfAModuleAsItsStateDictDoes() throws IOException {
        try (TorchZip zip = open("torch_module.pth")) {
            assertThat(zip.tensors().keySet())
                    .containsExactly(
                            "kept",
                            "net.0.weight",
                            "net.0.bias",
                            "net.1.weight",
                            "net.1.bias",
                            "net.1.running_mean",
                            "net.1.running_var",
                            "net.1.num_batches_tracked",
                            "norm.weight",
                            "tied.weight");
        }
    }

    @Test
    void readsAStateDictWithVersionsOfItsModules() throws IOException {
        try (TorchZip zip = open("torch_metadata.pt")) {
            assertThat(zip.tensors().keySet()).containsExactly("weight", "bias");
            assertThat(zip.metadata()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"torch_legacy.pt", "torch_legacy_protocol4.pt"})
    void saysHowToSaveTheOldFormatAgain(String file) throws IOException {
        Path path = resource("torchzip/" + file);
        assertThat(TorchZip.matches(Files.readAllBytes(path))).isTrue();
        assertThatThrownBy(() -> TorchZip.open(path))
                .isInstanceOf(ModelException.class)
                .hasMessage(path + ": is in PyTorch's format from before version 1.6, which is not a zip. Save it again"
                        + " with PyTorch 1.6 or newer and default settings: in Python,"
                        + " torch.save(torch.load('old.pt', map_location='cpu'), 'new.pt').");
    }

    @Test
    void recognisesTheTarFormatToo(@TempDir Path folder) throws IOException {
        byte[] tar = new byte[1024];
        System.arraycopy("ustar".getBytes(US_ASCII), 0, tar, 257, 5);
        Path path = Files.write(folder.resolve("old.pt"), tar);
        assertThat(TorchZip.matches(Arrays.copyOf(tar, 512))).isTrue();
        assertThatThrownBy(() -> TorchZip.open(path)).hasMessageContaining("before version 1.6");
    }

    @Test
    void doesNotMatchOtherFormats() throws IOException {
        assertThat(TorchZip.matches(new byte[0])).isFalse();
        assertThat(TorchZip.matches(new byte[] {(byte) 0x80, 2, 0, 0, 0, 0, 0, 0, '{'}))
                .isFalse();
        assertThat(TorchZip.matches(Files.readAllBytes(resource("golden/head/tiny_model.safetensors"))))
                .isFalse();
    }

    @Test
    void namesATensorThatIsNotThere() throws IOException {
        try (TorchZip zip = open("torch_types.pt")) {
            assertThatThrownBy(() -> values(zip, "absent"))
                    .isInstanceOf(ModelException.class)
                    .hasMessageEndingWith("torch_types.pt has no tensor named absent");
        }
    }

    private static TorchZip open(String name) throws IOException {
        return TorchZip.open(resource("torchzip/" + name));
    }

    private static byte[] counted(int width, ObjIntConsumer<ByteBuffer> put) {
        ByteBuffer out = ByteBuffer.allocate(6 * width).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < 6; i++) {
            put.accept(out, i);
        }
        return out.array();
    }

    private static byte[] shorts(int... values) {
        ByteBuffer out = ByteBuffer.allocate(values.length * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int value : values) {
            out.putShort((short) value);
        }
        return out.array();
    }

    private static long[] longs(TorchZip zip, String name) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(values(zip, name)).order(ByteOrder.LITTLE_ENDIAN);
        long[] longs = new long[bytes.remaining() / Long.BYTES];
        bytes.asLongBuffer().get(longs);
        return longs;
    }

    private static double[] doubles(TorchZip zip, String name) throws IOException {
        return Arrays.stream(longs(zip, name))
                .mapToDouble(Double::longBitsToDouble)
                .toArray();
    }
}
