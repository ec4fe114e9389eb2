package org.virnuc.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.virnuc.sequences.FastaReader;
import org.virnuc.sequences.InputException;

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

    /** The same of an input that is read again and again, and of every record in it, as a run would refuse it. */
    static void checkRecords(Path input) throws IOException {
        checkInput(input);
        if (!Files.isRegularFile(input)) {
            throw new InputException("input " + input
                    + " is a pipe, and is to be read more than once; name a file, or leave --input out");
        }
        Path scratch = Path.of(System.getProperty("java.io.tmpdir"));
        try (FastaReader reader = FastaReader.open(input, input.toString(), () -> scratch)) {
            while (reader.next()) {
                // reading it is the check
            }
        }
    }

    /** A file or folder for what benchmarks make. */
    static Path target(String name) {
        return MODULE.resolve("target").resolve(name);
    }
}
