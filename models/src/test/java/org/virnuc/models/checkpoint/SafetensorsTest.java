package org.virnuc.models.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.virnuc.models.ModelException;

class SafetensorsTest {
    private static final String TWO =
            "{'__metadata__':{'format':'pt'},'b':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},"
                    + "'a':{'dtype':'I16','shape':[2,1],'data_offsets':[8,12]}}";

    private final Path folder;

    SafetensorsTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void readsTensorsByName() throws IOException {
        byte[] data = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
        try (Safetensors file = Safetensors.open(write(TWO, data))) {
            assertThat(file.tensors().keySet()).containsExactly("b", "a");
            assertThat(file.tensors()).containsEntry("a", new TensorInfo("a", ElementType.I16, List.of(2L, 1L)));
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            file.copyTo("a", out);
            assertThat(out.toByteArray()).containsExactly(9, 10, 11, 12);
            assertThatThrownBy(() -> file.copyTo("c", out)).hasMessageEndingWith("model.safetensors has no tensor c");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            not json | 12 | has a header that is not JSON
            [1]      | 12 | has a header that is not a JSON object
            {'a':{'dtype':'F12','shape':[2],'data_offsets':[0,12]}} | 12 | declares tensor a with the unknown dtype "F12"
            {'a':{'dtype':'F32','shape':[3],'data_offsets':[0]}} | 12 | declares tensor a with data_offsets [0]
            {'a':{'dtype':'F32','shape':[3],'data_offsets':[12,0]}} | 12 | declares tensor a with data_offsets [12, 0]
            {'a':{'dtype':'F32','shape':[-3],'data_offsets':[0,12]}} | 12 | expected whole numbers from 0
            {'a':{'dtype':'F32','shape':[1.5],'data_offsets':[0,12]}} | 12 | expected whole numbers from 0
            {'a':{'dtype':'F32','data_offsets':[0,12]}} | 12 | declares tensor a without shape
            {'a':{'dtype':'F32','shape':[2],'data_offsets':[0,12]}} | 12 | = 8 bytes, but 12 bytes by its offsets
            {'a':{'dtype':'F32','shape':[4611686018427387904,4],'data_offsets':[0,12]}} | 12 | the impossible shape
            {'a':{'dtype':'U8','shape':[4],'data_offsets':[4,8]}} | 8 | has tensor a at byte 4 of the data; expected 0
            {'a':{'dtype':'U8','shape':[4],'data_offsets':[0,4]},'b':{'dtype':'U8','shape':[4],'data_offsets':[2,6]}} | 6 | has tensor b at byte 2 of the data; expected 4
            {'a':{'dtype':'U8','shape':[4],'data_offsets':[0,4]}} | 5 | declares 4 bytes of data, but holds 5
            {'a':{'dtype':'U8','shape':[4],'data_offsets':[0,4]}} | 3 | declares 4 bytes of data, but holds 3
            {'a':{'dtype':'U8','shape':[4],'data_offsets':[0,4]},'a':{'dtype':'U8','shape':[4],'data_offsets':[0,4]}} | 4 | is not JSON
            """)
    void refusesWhatIsNotSound(String header, int dataBytes, String message) throws IOException {
        Path path = write(header, new byte[dataBytes]);
        assertThatThrownBy(() -> Safetensors.open(path))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining(path.toString())
                .hasMessageContaining(message)
                .hasMessageEndingWith("; download it again");
    }

    @Test
    void refusesEveryTruncation() throws IOException {
        byte[] whole = Files.readAllBytes(write(TWO, new byte[12]));
        for (int length = 0; length < whole.length; length++) {
            Path path = folder.resolve("cut");
            Files.write(path, java.util.Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> Safetensors.open(path)).isInstanceOf(ModelException.class);
        }
    }

    @Test
    void refusesHugeHeadersWithoutReadingThem() throws IOException {
        Path path = folder.resolve("huge");
        Files.write(
                path,
                ByteBuffer.allocate(16)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(100_000_001)
                        .array());
        assertThatThrownBy(() -> Safetensors.open(path)).hasMessageContaining("expected 2 to 100000000");
        Files.write(
                path,
                ByteBuffer.allocate(16)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(-1)
                        .array());
        assertThatThrownBy(() -> Safetensors.open(path)).hasMessageContaining("18446744073709551615 bytes");
    }

    private Path write(String header, byte[] data) throws IOException {
        return write(folder.resolve("model.safetensors"), header.replace('\'', '"'), data);
    }

    /** Writes a file of this header. */
    static Path write(Path path, String header, byte[] data) throws IOException {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer file = ByteBuffer.allocate(8 + json.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
        Files.write(path, file.putLong(json.length).put(json).put(data).array());
        return path;
    }
}
