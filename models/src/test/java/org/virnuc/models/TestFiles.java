package org.virnuc.models;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;

/** Reference files, and the one cache that all tests share, so that native libraries are unpacked once. */
public final class TestFiles {
    /** Below Maven's target folder; survives between runs. */
    public static final Path CACHE = Path.of("target", "test-cache").toAbsolutePath();

    static {
        forgetArchives();
    }

    private TestFiles() {}

    /** A file or folder of the golden numbers. */
    public static Path golden(String name) {
        try {
            return Path.of(Objects.requireNonNull(TestFiles.class.getResource("/golden/" + name), name)
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What the original VirNucPro wrote, in the reference data; for tests tagged {@code shared}. */
    public static Path upstream() {
        Path upstream = Path.of(System.getProperty("virnuc.shared", "")).resolve("golden/upstream");
        if (!Files.isDirectory(upstream)) {
            throw new IllegalStateException(
                    upstream.toAbsolutePath() + ": -Dvirnuc.shared must name the folder of reference data");
        }
        return upstream;
    }

    /** A JSON file of the golden numbers. */
    public static JsonNode json(String name) throws IOException {
        return new JsonMapper().readTree(golden(name).toFile());
    }

    /** A graph under change would otherwise be tested as it was. */
    private static void forgetArchives() {
        try (Stream<Path> archives =
                Files.exists(CACHE.resolve("archives")) ? Files.list(CACHE.resolve("archives")) : Stream.of()) {
            for (Path archive : archives.toList()) {
                Files.delete(archive);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An array of numbers. */
    public static float[] floats(JsonNode array) {
        float[] values = new float[array.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = array.get(i).floatValue();
        }
        return values;
    }
}
