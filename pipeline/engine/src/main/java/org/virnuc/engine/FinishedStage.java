package org.virnuc.engine;

import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/**
 * A finished stage on disk whose files match its manifest.
 *
 * @param folder folder that holds the stage's files
 * @param digest SHA-256 of the names and contents of all files; equal digests mean equal output
 * @param counts numbers that the stage recorded, by name
 */
public record FinishedStage(Path folder, String digest, Map<String, Long> counts) {

    public FinishedStage {
        counts = Map.copyOf(counts);
    }

    /** Returns the path of the file with this name. */
    public Path file(String name) {
        return folder.resolve(name);
    }

    /** Returns the number recorded under this name. */
    public long count(String name) {
        return Objects.requireNonNull(counts.get(name), () -> "no count " + name + " in the manifest of " + folder);
    }
}
