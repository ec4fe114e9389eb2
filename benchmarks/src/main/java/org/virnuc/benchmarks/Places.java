package org.virnuc.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import org.virnuc.pipeline.InputException;

/** Where things are, wherever the command was typed: its launcher says where the module is. */
final class Places {
    private static final Path MODULE =
            Path.of(System.getProperty("virnuc.benchmarks", "")).toAbsolutePath();

    private Places() {}

    /** A file or folder beside the module. */
    static Path project(String first, String... more) {
        return MODULE.resolveSibling(Path.of(first, more)).normalize();
    }

    /** Refuses an input that is not there, before anything is measured. */
    static void checkInput(Path input) {
        if (!Files.isReadable(input) || Files.isDirectory(input)) {
            throw new InputException(
                    "input " + input + " is not a file that can be read; name a FASTA file, or leave --input out");
        }
    }

    /** A file or folder for what benchmarks make. */
    static Path target(String name) {
        return MODULE.resolve("target").resolve(name);
    }
}
