package org.virnuc.benchmarks;

import java.nio.file.Path;

/** Where things are, wherever the command was typed: its launcher says where the module is. */
final class Places {
    private static final Path MODULE =
            Path.of(System.getProperty("virnuc.benchmarks", "")).toAbsolutePath();

    private Places() {}

    /** A file or folder beside the module. */
    static Path project(String first, String... more) {
        return MODULE.resolveSibling(Path.of(first, more)).normalize();
    }

    /** A file or folder for what benchmarks make. */
    static Path target(String name) {
        return MODULE.resolve("target").resolve(name);
    }
}
