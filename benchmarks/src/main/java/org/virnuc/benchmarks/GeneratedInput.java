package org.virnuc.benchmarks;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/** FASTA made up for measurements: reads, contigs and chromosomes, half of them one open frame; always the same. */
final class GeneratedInput {
    private static final long SEED = 20261122;
    private static final int COLUMNS = 70;
    private static final int[] LENGTHS = {150, 150, 150, 150, 150, 301, 1_000, 5_000, 30_000, 250_000};
    private static final List<String> STOPS = List.of("TAA", "TAG", "TGA");

    private GeneratedInput() {}

    /** Writes about that number of bases to a file, and returns the file. */
    static Path write(Path target, long bases) throws IOException {
        return write(target, bases, SEED, LENGTHS);
    }

    /** Writes about that number of bases in records of any of the lengths, which are the same for the same seed. */
    static Path write(Path target, long bases, long seed, int... lengths) throws IOException {
        Random random = new Random(seed);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(target))) {
            long written = 0;
            for (int record = 0; written < bases; record++) {
                int length = lengths[random.nextInt(lengths.length)];
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
