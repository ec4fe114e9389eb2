package org.virnuc.benchmarks;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The FASTA file to work on, with a folder for what comes out. */
@State(Scope.Benchmark)
public class SequenceInput {
    private static final long SEED = 20261122;
    private static final int BASES = 20_000_000;
    private static final int COLUMNS = 70;
    private static final int[] LENGTHS = {150, 150, 150, 150, 150, 301, 1_000, 5_000, 30_000, 250_000};
    private static final List<String> STOPS = List.of("TAA", "TAG", "TGA");

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
        fasta = file.isEmpty() ? generate(folder.resolve("generated.fa")) : Path.of(file);
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

    private static Path generate(Path target) throws IOException {
        Random random = new Random(SEED);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(target))) {
            int written = 0;
            for (int record = 0; written < BASES; record++) {
                int length = LENGTHS[random.nextInt(LENGTHS.length)];
                String text = record % 2 == 0 ? random(random, length) : open(random, length);
                out.write((">record_" + record + " generated\n").getBytes(StandardCharsets.US_ASCII));
                for (int at = 0; at < length; at += COLUMNS) {
                    out.write(text.substring(at, Math.min(length, at + COLUMNS)).getBytes(StandardCharsets.US_ASCII));
                    out.write('\n');
                }
                written += length;
            }
        }
        return target;
    }

    private static String random(Random random, int length) {
        StringBuilder text = new StringBuilder(length);
        while (text.length() < length) {
            text.append("ACGT".charAt(random.nextInt(4)));
        }
        return text.toString();
    }

    /** Bases without a stop in the first frame. */
    private static String open(Random random, int length) {
        StringBuilder text = new StringBuilder(length + 3);
        while (text.length() < length) {
            String codon = random(random, 3);
            if (!STOPS.contains(codon)) {
                text.append(codon);
            }
        }
        return text.substring(0, length);
    }
}
