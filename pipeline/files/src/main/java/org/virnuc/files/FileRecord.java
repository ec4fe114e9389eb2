package org.virnuc.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A finished file as manifest and journal vouch for it: name in its folder, size in bytes, SHA-256. */
public record FileRecord(String name, long size, String sha256) {

    /** What is wrong with the file in that folder, or nothing where it is the file that was written. */
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
