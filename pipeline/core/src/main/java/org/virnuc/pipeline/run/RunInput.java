package org.virnuc.pipeline.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.virnuc.files.Digests;
import org.virnuc.sequences.InputFile;
import org.virnuc.telemetry.redact.Redactor;

/**
 * An input as recorded in {@code run.json}. If its path is redacted, a salted hash replaces it, by which a repeated
 * command recognises its run.
 *
 * @param path absolute path, or {@code -}
 * @param sha256 SHA-256 of the content
 */
record RunInput(String path, String sha256) {
    private static final String PATH = "path";
    private static final String SALT = "path_salt";
    private static final String HASH = "path_sha256";
    private static final int SALT_BYTES = 16;

    /** The recorded form of an input's path: absolute, or {@code -}. */
    static String identity(Path input) {
        return input.equals(InputFile.STANDARD_INPUT)
                ? "-"
                : input.toAbsolutePath().normalize().toString();
    }

    /** The fields written to the file. */
    Map<String, String> written(Redactor redactor) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put(PATH, redactor.path(path));
        if (redactor.on()) {
            byte[] random = new byte[SALT_BYTES];
            new SecureRandom().nextBytes(random);
            String salt = HexFormat.of().formatHex(random);
            fields.put(SALT, salt);
            fields.put(HASH, hash(salt, path));
        }
        fields.put("sha256", sha256);
        return fields;
    }

    /** Whether the recorded inputs are those at {@code paths}, in this order. */
    static boolean same(List<JsonNode> written, List<String> paths) {
        if (written.size() != paths.size()) {
            return false;
        }
        for (int i = 0; i < paths.size(); i++) {
            JsonNode input = written.get(i);
            boolean same = input.has(HASH)
                    ? hash(input.path(SALT).asText(), paths.get(i))
                            .equals(input.path(HASH).asText())
                    : paths.get(i).equals(input.path(PATH).asText());
            if (!same) {
                return false;
            }
        }
        return true;
    }

    /** The recorded inputs as named in messages. */
    static String names(List<JsonNode> written, Redactor redactor) {
        return written.stream()
                .map(input -> redactor.path(input.path(PATH).asText()))
                .collect(Collectors.joining(", "));
    }

    private static String hash(String salt, String path) {
        return Digests.ofText(salt + " " + path);
    }
}
