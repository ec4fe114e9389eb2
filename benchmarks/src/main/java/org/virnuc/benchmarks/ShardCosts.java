package org.virnuc.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.virnuc.files.OutputFile;
import org.virnuc.pipeline.stages.SequenceShards;
import org.virnuc.sequences.FastaReader;

/**
 * What a shard's file of vectors takes, in seconds. Reading and hashing are measured in time of the processor, which other work on the machine
 * does not disturb.
 *
 * @param dimension of a vector
 * @param read of one thread, to read the shard's sequences
 * @param hash of one thread, to hash and hand over the vectors
 * @param disk of the disk, which all share, to take them
 * @param force until the disk says that they and the line in the journal are there
 */
record ShardCosts(int dimension, double read, double hash, double disk, double force) {
    private static final int ROWS = SequenceShards.ROWS_PER_SHARD;
    private static final int TRIES = 3;
    private static final int LETTERS = 150;

    /** As measured here, the best of a few tries. */
    static ShardCosts measured(int dimension) throws IOException {
        Path folder = Files.createTempDirectory("virnuc-scaling");
        try {
            double[] best = {Double.MAX_VALUE, Double.MAX_VALUE, Double.MAX_VALUE, Double.MAX_VALUE};
            for (int i = 0; i < TRIES; i++) {
                double[] once = once(folder, dimension);
                for (int part = 0; part < best.length; part++) {
                    best[part] = Math.min(best[part], once[part]);
                }
            }
            return new ShardCosts(dimension, best[0], best[1], best[2], best[3]);
        } finally {
            Files.delete(folder);
        }
    }

    /** The same on a disk of so many bytes a second that says after so many seconds that all is there. */
    ShardCosts onDisk(double bytesPerSecond, double seconds) {
        return new ShardCosts(dimension, read, hash, (double) ROWS * dimension * Float.BYTES / bytesPerSecond, seconds);
    }

    private static double[] once(Path folder, int dimension) throws IOException {
        double read = reading(folder.resolve("text"));
        byte[] row = new byte[dimension * Float.BYTES];
        double[] large = writing(folder, row, ROWS);
        double force = writing(folder, new byte[1], 1)[1];
        return new double[] {read, large[0], Math.max(0, large[1] - force), 2 * force};
    }

    /** Seconds to read a shard of reads. */
    private static double reading(Path file) throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < ROWS; i++) {
            text.append(">read-").append(i).append("_F1\n");
            text.append("ACGT".repeat(LETTERS / 4)).append('\n');
        }
        Files.writeString(file, text, StandardCharsets.ISO_8859_1);
        long start = cpuNanos();
        try (FastaReader reader = FastaReader.trusted(file)) {
            long letters = 0;
            while (reader.next()) {
                letters += reader.id().length() + reader.sequenceText().length();
            }
            if (letters < ROWS) {
                throw new IOException("a shard was not read");
            }
        }
        double seconds = (cpuNanos() - start) / 1e9;
        Files.delete(file);
        return seconds;
    }

    /** Seconds to hash and hand over, then to force to disk. */
    private static double[] writing(Path folder, byte[] row, int rows) throws IOException {
        long start = cpuNanos();
        double hashed;
        long written;
        try (OutputFile out = new HashedOutput(folder).create("shard")) {
            for (int i = 0; i < rows; i++) {
                out.write(row, 0, row.length);
            }
            hashed = (cpuNanos() - start) / 1e9;
            written = System.nanoTime();
            out.commit();
        }
        long done = System.nanoTime();
        Files.delete(folder.resolve("shard"));
        return new double[] {hashed, (done - written) / 1e9};
    }

    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}
