package org.virnuc.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;
import org.virnuc.models.BatchFigures;
import org.virnuc.models.DeviceChoice;
import org.virnuc.models.EncoderOptions;
import org.virnuc.models.Precision;
import org.virnuc.models.SequenceEncoder;
import org.virnuc.models.store.ModelPack;
import org.virnuc.models.store.ModelStore;
import org.virnuc.pipeline.stages.SequenceShards;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * How encoders scale. First measured: one lane against one a core, in turns, in this process. Then simulated with what was
 * measured: the stages of many reads on 1 to 64 cores, and on as many GPUs whose speed is given.
 */
@Command(
        name = "scaling",
        description = {
            "One lane against one a core, measured in turns; then the embedding stages of a million reads on 1 to 64 devices, simulated with the"
                    + " real planner and queue.",
            "Cores cost what was measured here. GPUs, their hosts and their disks are assumed: the options say what, and can say otherwise."
        },
        mixinStandardHelpOptions = true)
final class Scaling extends Piece {
    private static final int[] DEVICES = {1, 2, 4, 8, 16, 32, 64};
    private static final int READ_BASES = 150;
    private static final int ESM_3B_DIMENSION = 2560;
    private static final int DNABERT_S_DIMENSION = 768;
    private static final double LANES_GOAL = 0.95;
    private static final double GOAL_PERCENT = 95;

    private static final int SHARD = SequenceShards.ROWS_PER_SHARD;

    @Option(names = "--cache", description = "of converted models; default: ${DEFAULT-VALUE}")
    private Path cache = Places.target("benchmark-cache");

    @Option(
            names = "--rounds",
            converter = FromOne.class,
            description = "of the measurement; default: ${DEFAULT-VALUE}")
    private int rounds = 3;

    @Option(names = "--frames", converter = FromOne.class, description = "of each round; default: ${DEFAULT-VALUE}")
    private int frames = 2500;

    @Mixin
    private Assumptions assumed = new Assumptions();

    private final List<Figure> figures = new ArrayList<>();
    private List<String> dna = List.of();
    private List<String> protein = List.of();

    @Override
    double minutes() {
        return (15 + (rounds + 2) * frames / 600.0) / 60;
    }

    @Override
    List<Figure> measure() throws IOException {
        Random random = new Random(5);
        dna = random(random, frames, "ACGT", READ_BASES);
        protein = random(random, frames, "ACDEFGHIKLMNPQRSTVWY", READ_BASES / 3 - 1);
        int cores = Runtime.getRuntime().availableProcessors();
        System.out.printf(Locale.ROOT, "| encoder | 1 lane tokens/s | %d lanes tokens/s | times |%n", cores);
        System.out.println("|---|---:|---:|---:|");
        lanes("dnabert-s", true, cores);
        lanes("esm-2", false, cores);
        assumed.print();
        Costs dnaCores = measured(true);
        Costs proteinCores = measured(false);
        dnaCores.print("dnabert-s");
        proteinCores.print("esm-2");
        System.out.println();
        System.out.println("| stage, 1M reads, s | " + String.join(" | ", titles()) + " | at 64 no less than |");
        System.out.println("|---|" + "---:|".repeat(DEVICES.length + 1));
        simulateAll(dnaCores, proteinCores);
        return figures;
    }

    private void simulateAll(Costs dnaCores, Costs proteinCores) throws IOException {
        // Tokens of 150 bases: about a quarter as many of BPE, spread; 49 or 50 residues and two more.
        Random random = new Random(6);
        IntSupplier dnaTokens = () -> (int) Math.round(36 + 3 * random.nextGaussian());
        IntSupplier proteinTokens = () -> 51 + random.nextInt(2);
        IntSupplier mixedTokens = () -> 51 + random.nextInt(117);
        simulate("virnuc-mini dnabert-s, cores", dnaTokens, dnaCores, SimulatedHost::cores);
        simulate("virnuc-mini esm-2, cores", proteinTokens, proteinCores, SimulatedHost::cores);
        Costs esm = new Costs(assumed.esm(), files(ESM_3B_DIMENSION));
        Costs dnabert = new Costs(assumed.dnabert(), files(DNABERT_S_DIMENSION));
        simulate(assumed.esmName(), proteinTokens, esm, assumed::gpus);
        simulate("the same, frames of 51 to 167 tokens", mixedTokens, esm, assumed::gpus);
        simulate(assumed.dnabertName(), dnaTokens, dnabert, assumed::gpus);
        sideBySide(shards(dnaTokens), shards(proteinTokens), dnabert, esm);
    }

    private record Costs(BatchCosts batches, ShardCosts files) {
        void print(String name) {
            System.out.printf(
                    Locale.ROOT,
                    "Measured, %s: a core takes %.2f ms a batch and %.2f µs a token, %.0f µs to tokenize a frame, %.1f ms to read a shard and"
                            + " %.1f ms to hash it.%n",
                    name,
                    batches.perBatch() * 1e3,
                    batches.perSlot() * 1e6,
                    batches.perSequence() * 1e6,
                    files.read() * 1e3,
                    files.hash() * 1e3);
        }

        /**
         * Seconds that a stage takes on any number of devices: the disk takes all vectors; or a shard is read, a batch computed, a shard
         * written.
         */
        double bound(double shards) {
            double one = files.read() + batches.perBatch() + files.hash() + files.disk() + files.force();
            return Math.max(shards * files.disk(), one);
        }
    }

    /** Tokens a second of one lane and of all, medians over rounds in turns. */
    private void lanes(String name, boolean ofDna, int cores) {
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
        if (cores > 1) {
            String title = "virnuc-mini " + name + ", " + cores + " lanes, times one";
            figures.add(Figure.atLeast(title, medians[1] / medians[0], LANES_GOAL * cores, "%.2f"));
        }
    }

    private static double speed(SequenceEncoder encoder, List<String> sequences) {
        List<BatchFigures> batches = new ArrayList<>();
        long start = System.nanoTime();
        encoder.encode(sequences, batches::add);
        double seconds = (System.nanoTime() - start) / 1e9;
        return batches.stream().mapToLong(BatchFigures::tokens).sum() / seconds;
    }

    /** Reading and hashing as here, on the disk of a server. */
    private ShardCosts files(int dimension) throws IOException {
        return assumed.onDisk(ShardCosts.measured(dimension));
    }

    /** The costs of one core, and of its files. */
    private Costs measured(boolean ofDna) throws IOException {
        List<String> sequences = ofDna ? dna : protein;
        List<BatchFigures> batches = new ArrayList<>();
        try (SequenceEncoder encoder = open(ofDna, 1)) {
            encoder.encode(sequences, batches::add);
            batches.clear();
            long start = System.nanoTime();
            encoder.encode(sequences, batches::add);
            long around = System.nanoTime()
                    - start
                    - batches.stream().mapToLong(BatchFigures::nanos).sum();
            Costs costs =
                    new Costs(BatchCosts.fitted(batches, around / 1e9 / sequences.size()), files(encoder.dimension()));
            return costs;
        }
    }

    private void simulate(String name, IntSupplier tokens, Costs costs, IntFunction<SimulatedHost> host) {
        int[][] shards = shards(tokens);
        double one = seconds(shards, costs, host.apply(1));
        StringBuilder line = new StringBuilder("| " + name + String.format(Locale.ROOT, " | %,.1f", one));
        double least = 100;
        for (int devices : DEVICES) {
            if (devices > 1) {
                double seconds = seconds(shards, costs, host.apply(devices));
                double percent = 100 * one / devices / seconds;
                least = Math.min(least, percent);
                line.append(String.format(Locale.ROOT, " | %,.1f, %.1f %%", seconds, percent));
            }
        }
        double bound = costs.bound((double) assumed.frames() / SHARD);
        System.out.println(line + String.format(Locale.ROOT, " | %.2f |", bound));
        figures.add(Figure.atLeast(name + ", least of 2 to 64 simulated, %", least, GOAL_PERCENT, "%.1f"));
    }

    private static double seconds(int[][] shards, Costs costs, SimulatedHost host) {
        return new SimulatedStage(shards, costs.batches(), costs.files(), host).seconds();
    }

    /** Both encoders on two GPUs: one after the other on both, or each on one of its own. */
    private void sideBySide(int[][] dna, int[][] protein, Costs dnabert, Costs esm) {
        SimulatedHost one = assumed.gpus(1);
        SimulatedHost two = assumed.gpus(2);
        double both = seconds(dna, dnabert, two) + seconds(protein, esm, two);
        double apart = Math.max(seconds(dna, dnabert, one), seconds(protein, esm, one));
        System.out.printf(
                Locale.ROOT,
                "%n2 GPUs: one encoder after the other on both %.1f s, each on its own %.1f s%n",
                both,
                apart);
    }

    private SequenceEncoder open(boolean ofDna, int threads) {
        ModelStore store = new ModelStore(cache);
        ModelPack pack = store.pack("virnuc-mini");
        EncoderOptions options = new EncoderOptions(DeviceChoice.CPU, Precision.AUTO, 0, threads);
        return store.openEncoder(ofDna ? pack.dna() : pack.protein(), options);
    }

    private int[][] shards(IntSupplier tokens) {
        int all = assumed.frames();
        return IntStream.range(0, (all + SHARD - 1) / SHARD)
                .mapToObj(i -> IntStream.generate(tokens)
                        .limit(Math.min(SHARD, all - i * SHARD))
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
                .mapToObj(d -> d == 1 ? "1 device" : Integer.toString(d))
                .toList();
    }
}
