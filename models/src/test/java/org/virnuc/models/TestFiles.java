package org.virnuc.models;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Objects;

/** Reference files, and the one cache that all tests share, so that native libraries are unpacked once. */
public final class TestFiles {
    /** Below Maven's target folder; survives between runs. */
    public static final Path CACHE = Path.of("target", "test-cache").toAbsolutePath();

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

    /** A JSON file of the golden numbers. */
    public static JsonNode json(String name) throws IOException {
        return new JsonMapper().readTree(golden(name).toFile());
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
