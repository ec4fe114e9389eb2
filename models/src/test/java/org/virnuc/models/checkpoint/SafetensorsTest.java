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
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
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
            {'a':{'dtype':'F12','shape':[2],'data_offsets':[0,12]}} | 12 | declares tensor 'a' with the unknown dtype "F12"
            {'a':{'dtype':'F32','shape':[3],'data_offsets':[0]}} | 12 | declares tensor 'a' with data_offsets [0]
            {'a':{'dtype':'F32','shape':[3],'data_offsets':[12,0]}} | 12 | declares tensor 'a' with data_offsets [12, 0]
            {'a':{'dtype':'F32','shape':[-3],'data_offsets':[0,12]}} | 12 | expected whole numbers from 0
            {'a':{'dtype':'F32','shape':[1.5],'data_offsets':[0,12]}} | 12 | expected whole numbers from 0
            {'a':{'dtype':'F32','data_offsets':[0,12]}} | 12 | declares tensor 'a' without shape
            {'a':{'dtype':'F32','shape':[2],'data_offsets':[0,12]}} | 12 | = 8 bytes, but 12 bytes by its offsets
            {'a':{'dtype':'F32','shape':[4611686018427387904,4],'data_offsets':[0,12]}} | 12 | the impossible shape
            {'a':{'dtype':'U8','shape':[4],'data_offsets':[4,8]}} | 8 | has tensor 'a' at byte 4 of the data; expected 0
            {'a':{'dtype':'U8','shape':[4],'data_offsets':[0,4]},'b':{'dtype':'U8','shape':[4],'data_offsets':[2,6]}} | 6 | has tensor 'b' at byte 2 of the data; expected 4
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

    /** A tensor may have any name; no message of it moves the cursor or begins a line. */
    @Test
    void whatNamesHoldIsSeenNotDone() throws IOException {
        String name = "evil\\u001b]0;PWNED\\u0007\\u001b[31m\\nvirnuc: done, 0 errors";
        String visible = "evil\\u001b]0;PWNED\\u0007\\u001b[31m\\u000avirnuc: done, 0 errors";
        Path type = write("{'" + name + "':{'dtype':'Q\\u001b[31m','shape':[1],'data_offsets':[0,4]}}", new byte[4]);
        assertThatThrownBy(() -> Safetensors.open(type))
                .hasMessageContaining("declares tensor '" + visible + "' with the unknown dtype \"Q\\u001b[31m\"");
        Path unexpected = write("{'" + name + "':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}}", new byte[4]);
        try (Safetensors file = Safetensors.open(unexpected)) {
            assertThatThrownBy(() -> TensorCheck.verify(
                            unexpected, "a head", file, Map.of("a", List.of(1L)), Pattern.compile("none")))
                    .isInstanceOf(ModelException.class)
                    .hasMessage(unexpected + " is not a head; missing: a; unexpected: '" + visible
                            + "'; check that weights and config belong together");
        }
    }

    /** Bytes that a guess takes for another encoding. */
    @ParameterizedTest
    @CsvSource({"7b000000 22000000", "fffe0000 7b000000", "0000feff 0000007b", "feff007b 00220061", "7bff7d20 20202020"
    })
    void aHeaderThatIsNotUtf8IsNoHeader(String hex) throws IOException {
        byte[] header = HexFormat.of().parseHex(hex.replace(" ", ""));
        byte[] all = ByteBuffer.allocate(8 + header.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(header.length)
                .put(header)
                .array();
        Path path = Files.write(folder.resolve("model.safetensors"), all);
        assertThatThrownBy(() -> Safetensors.open(path))
                .isInstanceOf(ModelException.class)
                .hasMessageStartingWith("safetensors file " + path + " has a header that is not JSON (")
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
