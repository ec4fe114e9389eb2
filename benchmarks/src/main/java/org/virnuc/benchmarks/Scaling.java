package org.virnuc.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;
import org.virnuc.models.BatchFigures;
import org.virnuc.models.DeviceChoice;
import org.virnuc.models.EncoderOptions;
import org.virnuc.models.Precision;
import org.virnuc.models.SequenceEncoder;
import org.virnuc.models.store.ModelPack;
import org.virnuc.models.store.ModelStore;
import org.virnuc.pipeline.OutputFile;

/**
 * How encoders scale. First measured: one lane against one a core, in turns, in this process. Then simulated with what was
 * measured: the stages of many reads on 1 to 64 cores, and on as many GPUs whose speed is given. Arguments: the cache
 * folder, rounds of the measurement, frames of each.
 */
public final class Scaling {
    private static final int[] DEVICES = {1, 2, 4, 8, 64};
    private static final int READ_BASES = 150;

    /** Frames of a million reads: with an open frame are about 57 in a hundred. */
    private static final int FRAMES = 571_000;

    private static final int SHARD = 10_000;

    private final ModelStore store;
    private final ModelPack pack;
    private final int rounds;
    private final List<String> dna;
    private final List<String> protein;

    private Scaling(Path cache, int rounds, int frames) {
        this.store = new ModelStore(cache);
        this.pack = store.pack("virnuc-mini");
        this.rounds = rounds;
        Random random = new Random(5);
        this.dna = random(random, frames, "ACGT", READ_BASES);
        this.protein = random(random, frames, "ACDEFGHIKLMNPQRSTVWY", READ_BASES / 3 - 1);
    }

    public static void main(String[] arguments) throws Exception {
        Scaling scaling =
                new Scaling(Path.of(arguments[0]), Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
        int cores = Runtime.getRuntime().availableProcessors();
        System.out.printf(Locale.ROOT, "| encoder | 1 lane tokens/s | %d lanes tokens/s | times |%n", cores);
        System.out.println("|---|---:|---:|---:|");
        scaling.measure("dnabert-s", true, cores);
        scaling.measure("esm-2", false, cores);
        System.out.println();
        System.out.println("| stage, 1M reads | " + String.join(" | ", titles()) + " |");
        System.out.println("|---|" + "---:|".repeat(DEVICES.length));
        // Tokens of 150 bases: about a quarter as many of BPE, spread; 49 or 50 residues and two more.
        Random random = new Random(6);
        IntSupplier dnaTokens = () -> (int) Math.round(36 + 3 * random.nextGaussian());
        IntSupplier proteinTokens = () -> 51 + random.nextInt(2);
        IntSupplier mixedTokens = () -> 51 + random.nextInt(117);
        scaling.simulate("virnuc-mini dnabert-s, cores", dnaTokens, scaling.measured(true));
        scaling.simulate("virnuc-mini esm-2, cores", proteinTokens, scaling.measured(false));
        // A GPU at the goal of 75,000 tokens/s for ESM-2 3B, 5 ms to start a batch, 2,560 wide; twenty times that for
        // DNABERT-S.
        BatchCosts esm = new BatchCosts(0.005, 1 / 75e3, 3e-6, 8, 0.02, scaling.writing(2560));
        BatchCosts dnabert = new BatchCosts(0.005, 1 / 1.5e6, 5e-5, 8, 0.02, scaling.writing(768));
        scaling.simulate("ESM-2 3B at 75,000 tokens/s, GPUs", proteinTokens, esm);
        scaling.simulate("the same, 51 to 167 tokens a frame", mixedTokens, esm);
        scaling.simulate("DNABERT-S at 1,500,000 tokens/s, GPUs", dnaTokens, dnabert);
        sideBySide(shards(dnaTokens), shards(proteinTokens), dnabert, esm);
    }

    /** Tokens a second of one lane and of all, medians over rounds in turns. */
    private void measure(String name, boolean ofDna, int cores) {
        double[][] speeds = new double[2][rounds];
        try (SequenceEncoder one = open(ofDna, 1);
                SequenceEncoder all = open(ofDna, cores)) {
            for (int round = -1; round < rounds; round++) {
                for (int i = 0; i < 2; i++) {
                    double speed = speed(i == 0 ? one : all, ofDna ? dna : protein);
                    if (round >= 0) {
                        speeds[i][round] = speed;
                    }
                }
            }
        }
        double[] medians = {median(speeds[0]), median(speeds[1])};
        System.out.printf(
                Locale.ROOT, "| %s | %,.0f | %,.0f | %.2f |%n", name, medians[0], medians[1], medians[1] / medians[0]);
    }

    private static double speed(SequenceEncoder encoder, List<String> sequences) {
        List<BatchFigures> batches = new ArrayList<>();
        long start = System.nanoTime();
        encoder.encode(sequences, batches::add);
        double seconds = (System.nanoTime() - start) / 1e9;
        return batches.stream().mapToLong(BatchFigures::tokens).sum() / seconds;
    }

    /** The costs of one core, and of its files. */
    private BatchCosts measured(boolean ofDna) throws Exception {
        List<String> sequences = ofDna ? dna : protein;
        List<BatchFigures> batches = new ArrayList<>();
        double perSequence;
        double write;
        try (SequenceEncoder encoder = open(ofDna, 1)) {
            encoder.encode(sequences, batches::add);
            batches.clear();
            long start = System.nanoTime();
            encoder.encode(sequences, batches::add);
            long around = System.nanoTime()
                    - start
                    - batches.stream().mapToLong(BatchFigures::nanos).sum();
            perSequence = around / 1e9 / sequences.size();
            write = writing(encoder.dimension());
        }
        BatchCosts costs = BatchCosts.fitted(batches, perSequence, 0.02, write);
        System.err.printf(Locale.ROOT, "measured: %s%n", costs);
        return costs;
    }

    /** Seconds to write a shard of vectors: hashed, forced to disk. */
    private double writing(int dimension) throws Exception {
        Path folder = Files.createTempDirectory("virnuc-scaling");
        byte[] row = new byte[dimension * Float.BYTES];
        long start = System.nanoTime();
        try (OutputFile out = new HashedOutput(folder).create("shard")) {
            for (int i = 0; i < SHARD; i++) {
                out.write(row, 0, row.length);
            }
            out.commit();
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        Files.delete(folder.resolve("shard"));
        Files.delete(folder);
        return seconds;
    }

    private void simulate(String name, IntSupplier tokens, BatchCosts costs) {
        int[][] shards = shards(tokens);
        double one = new SimulatedStage(shards, costs, 1).run().seconds();
        StringBuilder line = new StringBuilder("| " + name);
        for (int devices : DEVICES) {
            double seconds = new SimulatedStage(shards, costs, devices).run().seconds();
            line.append(String.format(Locale.ROOT, " | %,.1f s, %.1f %%", seconds, 100 * one / devices / seconds));
        }
        System.out.println(line + " |");
    }

    /** Both encoders on two GPUs: one after the other on both, or each on one of its own. */
    private static void sideBySide(int[][] dna, int[][] protein, BatchCosts dnabert, BatchCosts esm) {
        double both = new SimulatedStage(dna, dnabert, 2).run().seconds()
                + new SimulatedStage(protein, esm, 2).run().seconds();
        double apart = Math.max(
                new SimulatedStage(dna, dnabert, 1).run().seconds(),
                new SimulatedStage(protein, esm, 1).run().seconds());
        System.out.printf(
                Locale.ROOT,
                "%n2 GPUs: one encoder after the other on both %.1f s, each on its own %.1f s%n",
                both,
                apart);
    }

    private SequenceEncoder open(boolean ofDna, int threads) {
        EncoderOptions options = new EncoderOptions(DeviceChoice.CPU, Precision.AUTO, 0, threads);
        return ofDna ? store.openDna(pack.dna(), options) : store.openProtein(pack.protein(), options);
    }

    private static int[][] shards(IntSupplier tokens) {
        return IntStream.range(0, (FRAMES + SHARD - 1) / SHARD)
                .mapToObj(i -> IntStream.generate(tokens)
                        .limit(Math.min(SHARD, FRAMES - i * SHARD))
                        .toArray())
                .toArray(int[][]::new);
    }

    private static List<String> random(Random random, int count, String letters, int length) {
        return IntStream.range(0, count)
                .mapToObj(i -> random.ints(length, 0, letters.length())
                        .collect(StringBuilder::new, (text, n) -> text.append(letters.charAt(n)), StringBuilder::append)
                        .toString())
                .toList();
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        java.util.Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static List<String> titles() {
        return IntStream.of(DEVICES)
                .mapToObj(d -> d + (d == 1 ? " device" : " devices"))
                .toList();
    }
}
