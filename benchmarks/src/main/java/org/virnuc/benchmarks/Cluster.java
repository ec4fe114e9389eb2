package org.virnuc.benchmarks;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.virnuc.benchmarks.SimulatedCluster.Outcome;
import org.virnuc.benchmarks.SimulatedCluster.Rules;
import org.virnuc.files.TemporaryFolder;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.StageReport;
import org.virnuc.telemetry.report.JsonReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What it takes to share a run: the plan, Spark against the run on one machine, and simulated clusters. */
@Command(
        name = "cluster",
        description = {
            "What it takes to share a run: how fast and in how much memory the plan is made; Spark with local[2] against the plain run on two"
                    + " cores, in turns, with the start of each, measured on one record, apart; and clusters in virtual time, with the measured"
                    + " times of shards.",
            "Spark is left out where SPARK_HOME names none. Not part of the run of all pieces."
        },
        mixinStandardHelpOptions = true)
final class Cluster extends Piece {
    private static final double MEGA = 1e6;
    private static final double NANOS = 1e9;
    private static final double PERCENT = 100;
    private static final double MOST_LONGER = 10;
    private static final double PLAN_GOAL = 400;
    private static final double EFFICIENCY_GOAL = 95;
    private static final int SHORT_RECORD = 60;

    /** Frames of a read of 150 bases, and rows of a shard. */
    private static final double FRAMES_PER_READ = 0.571;

    private static final int ROWS = 10_000;

    /** What can be measured by itself. */
    private enum Part {
        PLAN,
        SPARK,
        SIMULATION
    }

    @Option(names = "--only", split = ",", description = "${COMPLETION-CANDIDATES}; default: all three")
    private List<Part> only = List.of(Part.values());

    @Option(names = "--plan-megabases", converter = AboveZero.class, description = "default: ${DEFAULT-VALUE}")
    private double planMegabases = 200;

    @Option(
            names = "--records",
            converter = FromOne.class,
            description = "short records of a second plan, made in 1 GB of heap; default: ${DEFAULT-VALUE}")
    private int records = 10_000_000;

    @Option(names = "--megabases", converter = AboveZero.class, description = "for Spark; default: ${DEFAULT-VALUE}")
    private double megabases = 20;

    @Option(names = "--rounds", converter = FromOne.class, description = "of Spark; default: ${DEFAULT-VALUE}")
    private int rounds = 1;

    @Option(
            names = "--shard-seconds",
            converter = AboveZero.class,
            description = "of a shard in the simulation, where Spark is left out; default: ${DEFAULT-VALUE}")
    private double shardSeconds = 20;

    private final List<Figure> figures = new ArrayList<>();

    @Override
    double minutes() {
        double plan = only.contains(Part.PLAN) ? planMegabases / 30 + records / 100_000.0 : 0;
        double spark = only.contains(Part.SPARK) && home().isPresent() ? rounds * megabases * 2 * 6 + 60 : 0;
        return (plan + spark) / 60;
    }

    private static Optional<Path> home() {
        return Optional.ofNullable(System.getenv("SPARK_HOME")).map(Path::of).filter(Files::isDirectory);
    }

    @Override
    List<Figure> measure() throws IOException, InterruptedException {
        try (TemporaryFolder folder = TemporaryFolder.in(Places.target(""), "cluster-")) {
            if (only.contains(Part.PLAN)) {
                plan(folder.path());
            }
            if (only.contains(Part.SPARK)) {
                plainAndSpark(folder.path());
            }
            if (only.contains(Part.SIMULATION)) {
                simulate();
            }
        }
        return figures;
    }

    private void plan(Path folder) throws IOException, InterruptedException {
        Path sample = GeneratedInput.write(folder.resolve("plan.fa"), (long) (planMegabases * MEGA));
        Path plan = folder.resolve("plan");
        double seconds = run("shard", sample, plan, List.of());
        RunReport report = JsonReport.read(plan.resolve("telemetry.json"));
        double cpu = report.stages().stream().mapToDouble(Cluster::cpu).sum();
        System.out.printf(
                Locale.ROOT,
                "A plan of %.0f Mb takes %.1f s, %.1f s of them of a processor.%n",
                planMegabases,
                seconds,
                cpu);
        figures.add(Figure.atLeast("virnuc shard, Mb/s a core", planMegabases / cpu, PLAN_GOAL, "%.0f"));
        remove(plan);
        Path many = shortRecords(folder.resolve("records.fa"));
        double slow = run("shard", many, plan, List.of());
        figures.add(Figure.stated(
                String.format(Locale.ROOT, "virnuc shard of %,d records with 1 GB of heap", records),
                String.format(Locale.ROOT, "%.0f s", slow)));
        remove(plan);
    }

    private static double cpu(StageReport stage) {
        Double user = stage.cpuUserSeconds();
        Double system = stage.cpuSystemSeconds();
        return (user == null ? 0 : user) + (system == null ? 0 : system);
    }

    private Path shortRecords(Path target) throws IOException {
        Random random = new Random(1);
        byte[] letters = new byte[SHORT_RECORD];
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(target), 1 << 16)) {
            for (int record = 0; record < records; record++) {
                for (int i = 0; i < letters.length; i++) {
                    letters[i] = (byte) "ACGT".charAt(random.nextInt(4));
                }
                out.write((">r" + record + "\n").getBytes(StandardCharsets.US_ASCII));
                out.write(letters);
                out.write('\n');
            }
        }
        return target;
    }

    private void plainAndSpark(Path folder) throws IOException, InterruptedException {
        if (home().isEmpty()) {
            System.err.println("Spark is left out: SPARK_HOME names no folder");
            return;
        }
        Path sample = GeneratedInput.write(folder.resolve("sample.fa"), (long) (megabases * MEGA));
        Path one = Files.writeString(folder.resolve("one.fa"), ">one\n" + "ATGGCC".repeat(100) + "\n");
        List<String> spark =
                List.of("--engine", "spark", "--master", "local[2]", "--spark-conf", "spark.ui.enabled=false");
        double plain = 0;
        double shared = 0;
        double plainStart = 0;
        double sharedStart = 0;
        for (int round = 0; round < rounds; round++) {
            plainStart += once(one, folder, List.of()) / rounds;
            sharedStart += once(one, folder, spark) / rounds;
            plain += once(sample, folder, List.of()) / rounds;
            Path out = folder.resolve("out");
            shared += run("predict", sample, out, spark) / rounds;
            measured(out);
            remove(out);
        }
        System.out.printf(
                Locale.ROOT,
                "%.0f Mb: plain %.1f s, of which %.1f s are the start; Spark local[2] %.1f s, of which %.1f s are the start.%n",
                megabases,
                plain,
                plainStart,
                shared,
                sharedStart);
        double longer = PERCENT * ((shared - sharedStart) / (plain - plainStart) - 1);
        figures.add(new Figure(
                "Spark local[2] longer than the plain run, without the start of each, %",
                String.format(Locale.ROOT, "%.1f", longer),
                String.format(Locale.ROOT, "at most %.0f", MOST_LONGER),
                longer <= MOST_LONGER));
    }

    private double once(Path input, Path folder, List<String> more) throws IOException, InterruptedException {
        Path out = folder.resolve("out");
        double seconds = run("predict", input, out, more);
        remove(out);
        return seconds;
    }

    /** The seconds of a shard, all its stages together. */
    private void measured(Path out) throws IOException {
        double sum = 0;
        int shards = 0;
        try (Stream<Path> all = Files.list(out.resolve("shards"))) {
            for (Path shard :
                    all.filter(one -> Files.exists(one.resolve("shard.json"))).toList()) {
                sum += JsonReport.read(shard.resolve("telemetry.json")).wallSeconds();
                shards++;
            }
        }
        shardSeconds = sum / shards;
    }

    private double run(String command, Path input, Path out, List<String> more)
            throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(Places.project("virnuc").toString(), command, input.toString()));
        line.addAll(List.of("-o", out.toString(), "--precision", "fp32", "--threads", "2", "--progress", "none"));
        line.addAll(more);
        Path log = out.resolveSibling("log");
        ProcessBuilder builder =
                new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment()
                .putAll(Map.of(
                        "VIRNUC_CACHE", Places.target("benchmark-cache").toString(),
                        "VIRNUC_HISTORY", Places.target("benchmark-history.db").toString()));
        long start = System.nanoTime();
        int code = builder.start().waitFor();
        double seconds = (System.nanoTime() - start) / NANOS;
        if (code != 0) {
            throw new IOException("virnuc " + command + " ended with exit code " + code + ": " + Files.readString(log));
        }
        System.err.printf(Locale.ROOT, "%s of %s: %.1f s%n", command, input.getFileName(), seconds);
        return seconds;
    }

    private void simulate() {
        int shards = (int) Math.ceil(100e6 * FRAMES_PER_READ / ROWS);
        System.out.printf(
                Locale.ROOT,
                "%n100 million reads of 150 bases, %,d shards of %.1f s on one core, one core an executor; a tenth of the times is spread"
                        + " evenly around that; 5 of 1,000 attempts take four times as long; 5 of 100 executors are lost in an hour and"
                        + " replaced after a minute; the driver takes 2 ms for a task;"
                        + " spark.speculation with a multiplier of 1.5. Plan and merge are not counted.%n%n",
                shards,
                shardSeconds);
        System.out.println("| executors | seconds | efficiency % | lost executors | wasted % |");
        System.out.println("|---:|---:|---:|---:|---:|");
        Random random = new Random(7);
        double[] seconds = random.doubles(shards, 0.95, 1.05)
                .map(share -> share * shardSeconds)
                .toArray();
        for (int executors : new int[] {8, 64, 512}) {
            Outcome outcome = new SimulatedCluster(new Rules(executors, 0.002, 0.05, 60, 0.005, 4), seconds, 1).run();
            double efficiency = PERCENT * outcome.efficiency();
            System.out.printf(
                    Locale.ROOT,
                    "| %d | %.0f | %.1f | %d | %.1f |%n",
                    executors,
                    outcome.seconds(),
                    efficiency,
                    outcome.lost(),
                    PERCENT * outcome.wastedShare());
            figures.add(Figure.atLeast(
                    "simulated, " + executors + " executors, efficiency %", efficiency, EFFICIENCY_GOAL, "%.1f"));
        }
    }

    private static void remove(Path folder) {
        new TemporaryFolder(folder).close();
    }
}
