package org.virnuc.models.torchscript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnuc.models.checkpoint.ElementType;

class ArchiveCacheTest {
    private static final ArchiveCache.Key KEY = new ArchiveCache.Key("esm2", "ab".repeat(32), "fp32-plain", 1);

    private final Path folder;

    ArchiveCacheTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void convertsOnceForAllWhoAsk() throws Exception {
        AtomicInteger conversions = new AtomicInteger();
        ArchiveCache.Conversion conversion = path -> {
            conversions.incrementAndGet();
            write(path);
        };
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<Path>> paths = IntStream.range(0, 8)
                    .mapToObj(i -> threads.submit(() -> new ArchiveCache(folder.resolve("a")).get(KEY, conversion)))
                    .toList();
            for (Future<Path> path : paths) {
                assertThat(path.get()).isNotEmptyFile().hasFileName("esm2-abababababababababababab-fp32-plain-v1.pt");
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(conversions).hasValue(1);
    }

    @Test
    void anArchiveWithOtherBytesThanWereWrittenIsConvertedAgain() throws IOException {
        ArchiveCache cache = new ArchiveCache(folder);
        Path archive = cache.get(KEY, ArchiveCacheTest::write);
        byte[] written = Files.readAllBytes(archive);
        assertThat(cache.get(KEY, path -> Assertions.fail("converted although it is there")))
                .isEqualTo(archive);
        int weight = new String(written, StandardCharsets.ISO_8859_1).indexOf("\0\0\0A\0\0\0B");
        for (byte[] damaged :
                List.of(changed(written, weight), Arrays.copyOf(written, written.length / 2), new byte[0])) {
            Files.write(archive, damaged);
            assertThat(cache.get(KEY, ArchiveCacheTest::write)).hasBinaryContent(written);
        }
    }

    /** Names and sizes too: what libtorch would not find is converted again, not handed to it. */
    @Test
    void anyChangeOfTheDirectoryIsNoticed() throws IOException {
        Path archive = Files.createDirectories(folder).resolve("flipped.pt");
        write(archive);
        byte[] written = Files.readAllBytes(archive);
        String text = new String(written, StandardCharsets.ISO_8859_1);
        int noticed = 0;
        for (int entry = text.indexOf("PK\1\2"); entry >= 0; entry = text.indexOf("PK\1\2", entry + 4)) {
            int name = entry + 46;
            for (int at : List.of(entry, entry + 10, entry + 16, entry + 20, entry + 24, entry + 42, name, name + 9)) {
                byte[] flipped = written.clone();
                flipped[at] ^= 1;
                Files.write(archive, flipped);
                assertThatThrownBy(() -> TorchScriptArchive.check(archive))
                        .as("byte %s of the directory", at)
                        .isInstanceOf(IOException.class);
                noticed++;
            }
        }
        assertThat(noticed).isEqualTo(6 * 8);
    }

    private static byte[] changed(byte[] bytes, int at) {
        byte[] changed = bytes.clone();
        changed[at + 2] ^= 1;
        return changed;
    }

    private static void write(Path path) throws IOException {
        Weight weight = Weight.of(new float[] {8, 32, 8, 32, 8, 32});
        TorchScriptArchive.write(path, ScriptModule.of("Probe", "").tensor("weight", weight, ElementType.F32));
    }

    @Test
    void namesTheFileThatCannotBeWritten() {
        ArchiveCache cache = new ArchiveCache(folder);
        assertThatThrownBy(() -> cache.get(KEY, path -> {
                    throw new IOException("No space left on device");
                }))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("cannot write the converted model " + folder)
                .hasMessageEndingWith("No space left on device");
    }

    @Test
    void whatAKilledConversionHasLeftGoesBeforeTheNext() throws IOException {
        Path leftover = Files.createFile(folder.resolve("." + KEY.fileName() + ".1-0123456789abcdef.tmp"));
        Path ofAnother = Files.createFile(folder.resolve(".another.pt.1-0123456789abcdef.tmp"));
        ArchiveCache cache = new ArchiveCache(folder);
        Path archive = cache.get(KEY, path -> {
            assertThat(leftover).doesNotExist();
            write(path);
        });
        assertThat(archive).isNotEmptyFile();
        assertThat(ofAnother).exists(); // it may be in the making
        assertThat(folder).isDirectoryNotContaining("glob:**/." + KEY.fileName() + "*");
    }

    @Test
    void aConversionThatFailsLeavesNothing() throws IOException {
        Path target = folder.resolve("probe.pt");
        Weight broken = Weight.of(new float[] {1});
        assertThatThrownBy(() -> TorchScriptArchive.write(
                        folder.resolve("missing").resolve("probe.pt"),
                        ScriptModule.of("Probe", "").tensor("weight", broken, ElementType.F32)))
                .isInstanceOf(IOException.class);
        Files.createDirectories(target.resolve("in the way"));
        assertThatThrownBy(() -> write(target)).isInstanceOf(IOException.class);
        assertThat(folder).isDirectoryNotContaining("glob:**.tmp");
    }
}
