package org.virnuc.engine.resume;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.virnuc.engine.Setting;
import org.virnuc.files.FileRecord;

class ManifestTest {
    private static final FileRecord A = new FileRecord("a.fa", 10, "a".repeat(64));
    private static final FileRecord B = new FileRecord("b.fa", 20, "b".repeat(64));

    private final Path folder;
    private final Path file;

    ManifestTest(@TempDir Path folder) {
        this.folder = folder;
        this.file = folder.resolve(Manifest.FILE_NAME);
    }

    @Test
    void roundTrip() throws IOException {
        Manifest manifest = manifest(Map.of("rows", 3L, "shards", 1L), List.of(A, B), 1.25);
        manifest.write(folder, true);
        assertThat(Manifest.read(folder)).contains(manifest);
    }

    @Test
    void missingIsNone() throws IOException {
        assertThat(Manifest.read(folder)).isEmpty();
        assertThat(Manifest.read(folder.resolve("no such folder"))).isEmpty();
    }

    @Test
    void tornIsNoneAtEveryLength() throws IOException {
        manifest(Map.of(), List.of(A), 1).write(folder, true);
        byte[] all = Files.readAllBytes(file);
        for (int length = 0; length < all.length - 1; length++) {
            Files.write(file, Arrays.copyOf(all, length));
            assertThat(Manifest.read(folder)).as("cut at %s", length).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "[]", "{}", "3", "{\"format\":\"virnuc-stage/1\"}", "\u0000\u0000", "text"})
    void otherJsonIsNone(String text) throws IOException {
        Files.writeString(file, text);
        assertThat(Manifest.read(folder)).isEmpty();
    }

    @Test
    void foreignFormatIsNone() throws IOException {
        manifest(Map.of(), List.of(A), 1).write(folder, true);
        Files.writeString(file, Files.readString(file).replace("virnuc-stage/1", "virnuc-stage/2"));
        assertThat(Manifest.read(folder)).isEmpty();
    }

    /** Later stages depend on the counts, so edited counts are detected as edited files are. */
    @ParameterizedTest
    @ValueSource(strings = {"\"rows\" : 3", "\"wall_seconds\" : 1.0", "\"run-1\"", "where records"})
    void editedIsNone(String part) throws IOException {
        manifest(Map.of("rows", 3L), List.of(A), 1).write(folder, true);
        String text = Files.readString(file);
        assertThat(text).contains(part);
        Files.writeString(
                file,
                text.replace(part, part.replace('3', '4').replace('1', '2').replace("where", "there")));
        assertThat(Manifest.read(folder)).isEmpty();
    }

    @Test
    void missingFieldIsNone() throws IOException {
        manifest(Map.of(), List.of(A), 1).write(folder, true);
        Files.writeString(file, Files.readString(file).replace("\"files\"", "\"things\""));
        assertThat(Manifest.read(folder)).isEmpty();
    }

    @Test
    void contentDigestDependsOnFilesAndCountsOnly() {
        String digest = manifest(Map.of("rows", 3L), List.of(A, B), 1).contentDigest();
        assertThat(manifest(Map.of("rows", 3L), List.of(B, A), 99).contentDigest())
                .isEqualTo(digest);
        assertThat(manifest(Map.of("rows", 4L), List.of(A, B), 1).contentDigest())
                .isNotEqualTo(digest);
        assertThat(manifest(Map.of("rows", 3L), List.of(A), 1).contentDigest()).isNotEqualTo(digest);
        FileRecord edited = new FileRecord(B.name(), B.size(), "c".repeat(64));
        assertThat(manifest(Map.of("rows", 3L), List.of(A, edited), 1).contentDigest())
                .isNotEqualTo(digest);
        FileRecord renamed = new FileRecord("c.fa", B.size(), B.sha256());
        assertThat(manifest(Map.of("rows", 3L), List.of(A, renamed), 1).contentDigest())
                .isNotEqualTo(digest);
    }

    private static Manifest manifest(Map<String, Long> counts, List<FileRecord> files, double wallSeconds) {
        return new Manifest(
                Manifest.FORMAT,
                "chunking",
                "f".repeat(64),
                List.of(new Setting("chunk-length", "500", "where records are cut")),
                "run-1",
                wallSeconds,
                7,
                counts,
                files);
    }
}
