package org.virnuc.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.virnuc.sequences.InputFile;

/** The FASTA file to work on, with a folder for what comes out. */
@State(Scope.Benchmark)
public class SequenceInput {
    private static final long BASES = 20_000_000;

    /** The input; empty for a generated one of 20 Mb: reads, contigs and chromosomes, half of them one open frame. */
    @Param("")
    public String file = "";

    @Param("500")
    public int chunkLength;

    private Path folder = Path.of("");
    private Path fasta = Path.of("");

    /** Makes the input. */
    @Setup(Level.Trial)
    public void prepare() throws IOException {
        folder = Files.createTempDirectory("virnuc-benchmark-");
        fasta = file.isEmpty() ? GeneratedInput.write(folder.resolve("generated.fa"), BASES) : unpacked(Path.of(file));
    }

    /** A copy that is not compressed, which BioJava could not read. */
    private Path unpacked(Path source) throws IOException {
        Path target = folder.resolve("input.fa");
        try (InputStream in = InputFile.open(source, source.toString())) {
            Files.copy(in, target);
        }
        return target;
    }

    /** Removes everything. */
    @TearDown(Level.Trial)
    public void remove() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    Path fasta() {
        return fasta;
    }

    /** A folder of that name for output; existing files are written over. */
    Path folder(String name) throws IOException {
        return Files.createDirectories(folder.resolve(name));
    }
}
