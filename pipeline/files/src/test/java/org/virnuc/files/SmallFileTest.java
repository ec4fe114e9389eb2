package org.virnuc.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are held in memory are read up to a limit. */
class SmallFileTest {
    private static final int MOST = 1 << 20;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void aFileAtTheLimitIsReadAndOneBeyondItIsNot() throws IOException {
        Path file = Files.write(folder.resolve("a"), new byte[MOST]);
        assertThat(SmallFile.read(file, MOST)).hasSize(MOST);
        Files.write(file, new byte[MOST + 1]);
        assertThatThrownBy(() -> SmallFile.read(file, MOST))
                .isInstanceOf(SmallFile.TooLargeException.class)
                .hasMessage("more than 1 MiB, which no such file has");
    }

    @Test
    void anEndlessStreamIsNotReadToItsEnd() {
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return 0;
            }
        };
        assertThatThrownBy(() -> SmallFile.read(endless, MOST)).isInstanceOf(SmallFile.TooLargeException.class);
    }

    @Test
    void aKilobyteThatDecompressesToMegabytesIsRefused() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(new byte[MOST + 1]);
        }
        assertThat(bytes.size()).isLessThan(2000);
        assertThatThrownBy(() -> SmallFile.gunzip(bytes.toByteArray(), MOST))
                .isInstanceOf(SmallFile.TooLargeException.class);
        assertThat(SmallFile.gunzip(bytes.toByteArray(), MOST + 1)).hasSize(MOST + 1);
    }

    @Test
    void bytesThatAreNoUtf8BecomeText() throws IOException {
        Path file = Files.write(folder.resolve("a"), new byte[] {'a', (byte) 0xff, 'b'});
        assertThat(SmallFile.text(file, MOST)).isEqualTo("a\ufffdb");
        Files.write(file, "ü".getBytes(StandardCharsets.UTF_8));
        assertThat(SmallFile.text(file, MOST)).isEqualTo("ü");
    }
}
