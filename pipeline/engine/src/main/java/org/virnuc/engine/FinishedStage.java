package org.virnuc.engine;

import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/**
 * A finished stage on disk, vouched for by its manifest.
 *
 * @param folder where its files are
 * @param digest SHA-256 over names and contents of all files: equal digests, equal output
 * @param counts the numbers the stage has kept
 */
public record FinishedStage(Path folder, String digest, Map<String, Long> counts) {

    public FinishedStage {
        counts = Map.copyOf(counts);
    }

    /** The file of that name. */
    public Path file(String name) {
        return folder.resolve(name);
    }

    /** The number kept under that name. */
    public long count(String name) {
        return Objects.requireNonNull(counts.get(name), () -> "no count " + name + " in the manifest of " + folder);
    }
}
