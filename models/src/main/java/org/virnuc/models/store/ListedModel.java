package org.virnuc.models.store;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A line of {@code virnuc models list}.
 *
 * @param name the name to use in options of {@code virnuc predict}
 * @param kind {@code pack}, {@code dna}, {@code protein} or {@code head}
 * @param origin {@code embedded}, {@code imported}, {@code pulled} or {@code hub-cache}
 * @param revision the commit, if it comes from a hub
 * @param path where its files are; empty for packs
 * @param bytes total size of its files; missing files count as 0
 */
public record ListedModel(
        String name, String kind, String origin, Optional<String> revision, Optional<Path> path, long bytes) {}
