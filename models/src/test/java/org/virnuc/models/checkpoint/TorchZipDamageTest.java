package org.virnuc.models.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.virnuc.models.checkpoint.PickleAssembler.value;
import static org.virnuc.models.checkpoint.TorchFiles.resource;
import static org.virnuc.models.checkpoint.TorchFiles.values;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.virnuc.models.ModelException;

/** Sound files, cut or changed. */
class TorchZipDamageTest {

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "golden/head/tiny_model.pth",
                "golden/esm2/esm2_t3_tiny_fp16.pt",
                "golden/dnaberts/pytorch_model.bin",
                "torchzip/torch_types_protocol4.pt"
            })
    @Timeout(30)
    void refusesAFileCutShortAtEveryThousandthByte(String name) throws IOException {
        byte[] whole = Files.readAllBytes(resource(name));
        Path file = folder.resolve("cut.pt");
        for (int length = 0; length < whole.length; length += 1000) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> TorchHostile.readAll(file))
                    .isInstanceOf(ModelException.class)
                    .hasMessageContaining(length == 0 ? "is empty" : "cut short");
        }
    }

    @Test
    @Timeout(60)
    void aChangedByteIsRefusedOrChangesNothing() throws IOException {
        byte[] whole = Files.readAllBytes(resource("torchzip/torch_metadata.pt"));
        Path file = folder.resolve("changed.pt");
        Map<String, String> sound = content(Files.write(file, whole));
        int refused = 0;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            for (int i = 0; i < whole.length; i++) {
                channel.write(ByteBuffer.wrap(new byte[] {(byte) (whole[i] ^ 0x11)}), i);
                try {
                    assertThat(content(file)).as("byte %d changed", i).isEqualTo(sound);
                } catch (ModelException expected) {
                    refused++;
                }
                channel.write(ByteBuffer.wrap(whole, i, 1), i);
            }
        }
        assertThat(refused).isGreaterThan(whole.length / 2);
    }

    @Test
    void checksAWholeStorageAfterItsLastByte() throws IOException {
        Path file = wrongChecksum(value(p -> p.tensor(4, 0, new long[] {4}, new long[] {1})));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (TorchZip zip = TorchZip.open(file)) {
            assertThatThrownBy(() -> zip.copyTo("x", out)).hasMessageContaining("has checksum ecbb4b55");
        }
        assertThat(out.size()).isEqualTo(16);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void checksASharedOrStridedStorageBeforeTheFirstByte(long stride) throws IOException {
        Path file = wrongChecksum(value(p -> p.tensor(4, 1, new long[] {2}, new long[] {stride})));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (TorchZip zip = TorchZip.open(file)) {
            assertThatThrownBy(() -> zip.copyTo("x", out)).hasMessageContaining("has checksum ecbb4b55");
        }
        assertThat(out.size()).isZero();
    }

    @Test
    void refusesAFileThatShrinksAfterOpening() throws IOException {
        Path file = Files.copy(resource("golden/head/tiny_state_dict.pth"), folder.resolve("shrinks.pt"));
        try (TorchZip zip = TorchZip.open(file)) {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.truncate(2000);
            }
            assertThatThrownBy(() -> values(zip, "output_layer.weight"))
                    .isInstanceOf(ModelException.class)
                    .hasMessageContaining("is cut short");
        }
    }

    /** Checked once before, the storage is mapped; the part of the mapping that lost its file is then hit while copying. */
    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows lets no one shorten a mapped file")
    void refusesAFileThatShrinksBehindAMapping() throws IOException {
        int elements = 1 << 20;
        byte[] pickle = value(p -> p.tensor(elements, 0, new long[] {1024, 1024}, new long[] {1, 1024}));
        Path file = Files.write(
                folder.resolve("mapped.pt"),
                ZipAssembler.torch(pickle, new byte[4 * elements]).bytes());
        AtomicBoolean shrunk = new AtomicBoolean();
        OutputStream shrinking = new OutputStream() {
            @Override
            public void write(int b) {
                throw new AssertionError("single bytes are slow");
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                if (shrunk.compareAndSet(false, true)) {
                    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                        channel.truncate(2000);
                    }
                }
            }
        };
        try (TorchZip zip = TorchZip.open(file)) {
            assertThatThrownBy(() -> zip.copyTo("x", shrinking))
                    .isInstanceOf(IOException.class)
                    .hasMessage(file + " became shorter while it was read");
        }
        assertThat(shrunk).isTrue();
    }

    /** A file whose storage of 16 zeros has the checksum 1. */
    private Path wrongChecksum(byte[] pickle) throws IOException {
        return Files.write(
                folder.resolve("checksum.pt"),
                new ZipAssembler()
                        .stored("top/data.pkl", pickle)
                        .member(
                                "top/data/0",
                                new byte[16],
                                false,
                                header -> header.putInt(ZipAssembler.LOCAL_CRC, 1),
                                header -> header.putInt(ZipAssembler.CRC, 1))
                        .bytes());
    }

    private static Map<String, String> content(Path file) throws IOException {
        Map<String, String> content = new LinkedHashMap<>();
        try (TorchZip zip = TorchZip.open(file)) {
            content.put("", zip.metadata().toString());
            for (TensorInfo info : zip.tensors().values()) {
                content.put(info.toString(), Arrays.toString(values(zip, info.name())));
            }
        }
        return content;
    }
}
