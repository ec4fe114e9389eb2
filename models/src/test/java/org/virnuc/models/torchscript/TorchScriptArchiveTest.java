package org.virnuc.models.torchscript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnuc.models.checkpoint.ElementType;

/** The container; that libtorch reads and runs it is proved by the parity tests. */
class TorchScriptArchiveTest {
    private final Path folder;

    TorchScriptArchiveTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private final MemoryCheckpoint checkpoint = new MemoryCheckpoint().floats("w", List.of(2L, 2L), 1, 2, 3, 4);

    @Test
    void isAStoredZipWithAlignedTensors() throws IOException {
        Path path = folder.resolve("model.pt");
        TorchScriptArchive.write(path, module(Weight.of(checkpoint, "w")));
        try (ZipFile zip = new ZipFile(path.toFile())) {
            assertThat(zip.stream().map(ZipEntry::getName))
                    .containsExactly(
                            "archive/data.pkl",
                            "archive/code/__torch__.py",
                            "archive/constants.pkl",
                            "archive/version",
                            "archive/byteorder",
                            "archive/data/0");
            assertThat(zip.stream().map(ZipEntry::getMethod)).containsOnly(ZipEntry.STORED);
            assertThat(read(zip, "archive/data/0")).isEqualTo(new byte[] {0, 0x3c, 0, 0x40, 0, 0x42, 0, 0x44});
            assertThat(new String(read(zip, "archive/code/__torch__.py"), StandardCharsets.UTF_8))
                    .isEqualTo(
                            """
                            class Test(Module):
                              __parameters__ = []
                              __buffers__ = ["weight", ]
                              training : bool
                              weight : Tensor
                              bias : Optional[Tensor]
                              body
                            """);
        }
        assertThat(dataOffsets(Files.readAllBytes(path))).hasSize(6).allMatch(offset -> offset % 64 == 0);
    }

    @Test
    void sameModuleSameBytes() throws IOException {
        TorchScriptArchive.write(folder.resolve("1"), module(Weight.of(checkpoint, "w")));
        TorchScriptArchive.write(folder.resolve("2"), module(Weight.of(checkpoint, "w")));
        assertThat(folder.resolve("1")).hasSameBinaryContentAs(folder.resolve("2"));
    }

    @Test
    void leavesNothingWhenWeightsCannotBeRead() throws IOException {
        checkpoint.bytes("w", ElementType.F32, List.of(2L, 2L), new byte[15]);
        ScriptModule module = module(Weight.of(checkpoint, "w"));
        assertThatThrownBy(() -> TorchScriptArchive.write(folder.resolve("model.pt"), module))
                .hasMessage("tensor w ended before all of its values were read");
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }

    private static ScriptModule module(Weight weight) {
        return ScriptModule.of("Test", "  body\n")
                .tensor("weight", weight, ElementType.F16)
                .absent("bias");
    }

    private static byte[] read(ZipFile zip, String name) throws IOException {
        try (InputStream in = zip.getInputStream(Objects.requireNonNull(zip.getEntry(name)))) {
            return in.readAllBytes();
        }
    }

    /** Where the data of each entry starts, by the local headers. */
    private static List<Integer> dataOffsets(byte[] file) {
        ByteBuffer zip = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        Stream.Builder<Integer> offsets = Stream.builder();
        int position = 0;
        while (zip.getInt(position) == 0x04034b50) {
            int data = position + 30 + zip.getShort(position + 26) + zip.getShort(position + 28);
            offsets.add(data);
            position = data + zip.getInt(position + 22);
        }
        return offsets.build().toList();
    }
}
