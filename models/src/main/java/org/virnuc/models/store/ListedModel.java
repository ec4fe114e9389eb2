package org.virnuc.models.store;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A line of {@code virnuc models list}.
 *
 * @param name what the options of {@code virnuc predict} take
 * @param kind {@code pack}, {@code dna}, {@code protein} or {@code head}
 * @param origin {@code embedded}, {@code imported}, {@code pulled} or {@code hub-cache}
 * @param revision the commit, where it is of a hub
 * @param path where it lies; empty for packs
 * @param bytes of all of its files; those that are gone count as none
 */
public record ListedModel(
        String name, String kind, String origin, Optional<String> revision, Optional<Path> path, long bytes) {}
