package org.virnuc.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The name in its folder, size in bytes and SHA-256 of a finished file, as recorded in the manifest and the journal.
 */
public record FileRecord(String name, long size, String sha256) {
    private static final Pattern NAME = Pattern.compile("(?!\\.{1,2}$)[^/\\\\\\p{Cntrl}]+");

    public FileRecord {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "\"" + VisibleText.of(name) + "\" is not the name of a file in a folder");
        }
        if (size < 0) {
            throw new IllegalArgumentException(size + " bytes");
        }
    }

    /** Describes how the file in that folder differs from the recorded one. Empty if it matches. */
    public Optional<String> damage(Path folder) throws IOException {
        Path file = folder.resolve(name);
        if (!Files.isRegularFile(file)) {
            return Optional.of("is missing");
        }
        long actual = Files.size(file);
        if (actual != size) {
            return Optional.of("has " + actual + " bytes, expected " + size);
        }
        return Digests.ofFile(file).equals(sha256)
                ? Optional.empty()
                : Optional.of("has the right size but other content");
    }
}
