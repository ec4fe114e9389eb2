package org.virnuc.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.virnuc.telemetry.EstimateReport;
import org.virnuc.telemetry.report.JsonReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * How often a run takes as long as the dry run before it has said: whole processes, a dry run and then its run, on small inputs of several
 * kinds, none of which occurs twice but the demo. The machine is as busy as it is.
 */
@Command(
        name = "dry-run",
        description = "Dry runs, each with the run it foretells: how many runs are inside the bounds. By itself only.",
        mixinStandardHelpOptions = true)
final class DryRunBands extends Piece {
    private static final double GOAL = 0.9;
    private static final double MINUTES_A_TRY = 0.2;
    private static final long SEED = 20261130;

    @Option(names = "--virnuc", description = "the launcher; default: ${DEFAULT-VALUE}")
    private Path launcher = Places.project("virnuc");

    @Option(
            names = "--tries",
            converter = FromOne.class,
            description = "for each of the five kinds of input; default: ${DEFAULT-VALUE}")
    private int tries = 20;

    /** What the inputs are like. */
    @SuppressWarnings("ImmutableEnumChecker") // the lengths are never changed
    private enum Kind {
        DEMO("the demo, 140 kb"),
        CONTIGS("contigs of 0.3 to 30 kb, 150 kb", 300, 1_000, 5_000, 30_000),
        READS("reads of 150 and 301 bases, 60 kb", 150, 301),
        CHROMOSOME("one record of 250 kb", 250_000),
        GENE("one record of 2 kb", 2_000);

        private final String words;
        private final int[] lengths;

        Kind(String words, int... lengths) {
            this.words = words;
            this.lengths = lengths;
        }

        private long bases() {
            return switch (this) {
                case CONTIGS -> 150_000;
                case READS -> 60_000;
                default -> 1; // one record
            };
        }

        private void write(Path target, int number) throws IOException {
            if (this == DEMO) {
                try (InputStream demo = Kind.class.getResourceAsStream("/org/virnuc/data/demo/demo.fna")) {
                    Files.copy(Objects.requireNonNull(demo), target, StandardCopyOption.REPLACE_EXISTING);
                }
            } else {
                GeneratedInput.write(target, bases(), SEED + number, lengths);
            }
        }
    }

    /** A run against what was said of it, with the load of the machine after it. */
    private record Try(
            Kind kind, EstimateReport.Figure expected, double seconds, boolean inside, boolean tokens, double load) {
        static Try of(Kind kind, EstimateReport estimate) {
            EstimateReport.Figure time = estimate.seconds();
            return new Try(
                    kind,
                    time,
                    Objects.requireNonNull(time.actual(), "the run was not compared with its dry run"),
                    Boolean.TRUE.equals(time.within()),
                    Boolean.TRUE.equals(estimate.tokens().within()),
                    ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        }

        private double ratio() {
            return seconds / expected.expected();
        }

        private void print(int number) {
            System.err.printf(
                    Locale.ROOT,
                    "try %d of %s: %.1f s of %.1f (%.1f to %.1f), load %.1f%s%s%n",
                    number,
                    kind.words,
                    seconds,
                    expected.expected(),
                    expected.low(),
                    expected.high(),
                    load,
                    inside ? "" : ", OUTSIDE",
                    tokens ? "" : ", TOKENS OUTSIDE");
        }
    }

    @Override
    double minutes() {
        return MINUTES_A_TRY * tries * Kind.values().length;
    }

    @Override
    List<Figure> measure() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("virnuc-dry-run-bands-");
        List<Try> all = new ArrayList<>();
        try {
            for (int number = 0; number < tries; number++) {
                for (Kind kind : Kind.values()) {
                    Try once = once(kind, number, folder);
                    all.add(once);
                    once.print(number + 1);
                }
            }
        } finally {
            delete(folder);
        }
        return table(all);
    }

    private Try once(Kind kind, int number, Path folder) throws IOException, InterruptedException {
        Path input = folder.resolve("input.fa");
        kind.write(input, number);
        Path output = folder.resolve("run");
        start(folder, input, "--dry-run");
        start(folder, input, "-o", output.toString(), "--force");
        return Try.of(
                kind,
                Objects.requireNonNull(
                        JsonReport.read(output.resolve("telemetry.json")).estimate()));
    }

    private void start(Path folder, Path input, String... options) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of(launcher.toAbsolutePath().toString(), "predict", input.toString()));
        command.addAll(List.of("--progress", "none", "--history", "off"));
        command.addAll(List.of(options));
        Path log = folder.resolve("log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment()
                .put("VIRNUC_CACHE", Places.target("benchmark-cache").toString());
        int code = builder.start().waitFor();
        if (code != 0) {
            throw new IOException(
                    String.join(" ", command) + " ended with exit code " + code + ": " + Files.readString(log));
        }
    }

    private static List<Figure> table(List<Try> all) {
        Map<Kind, List<Try>> byKind = new EnumMap<>(Kind.class);
        all.forEach(once ->
                byKind.computeIfAbsent(once.kind(), kind -> new ArrayList<>()).add(once));
        System.out.println("| input | runs | time inside | tokens inside | took s | of what was expected |");
        System.out.println("|---|---:|---:|---:|---:|---:|");
        byKind.forEach((kind, tries) -> System.out.println(row(kind.words, tries)));
        System.out.println(row("all", all));
        System.out.printf(
                Locale.ROOT,
                "%nload of the machine: %.1f to %.1f, median %.1f%n",
                quantile(all.stream().map(Try::load), 0),
                quantile(all.stream().map(Try::load), 1),
                quantile(all.stream().map(Try::load), 0.5));
        double inside = (double) all.stream().filter(Try::inside).count() / all.size();
        return List.of(Figure.atLeast("runs within the time of their dry run, share", inside, GOAL, "%.2f"));
    }

    private static String row(String name, List<Try> tries) {
        return String.format(
                Locale.ROOT,
                "| %s | %d | %d | %d | %.1f to %.1f | %.2f to %.2f, median %.2f |",
                name,
                tries.size(),
                tries.stream().filter(Try::inside).count(),
                tries.stream().filter(Try::tokens).count(),
                quantile(tries.stream().map(Try::seconds), 0),
                quantile(tries.stream().map(Try::seconds), 1),
                quantile(tries.stream().map(Try::ratio), 0),
                quantile(tries.stream().map(Try::ratio), 1),
                quantile(tries.stream().map(Try::ratio), 0.5));
    }

    private static double quantile(Stream<Double> values, double share) {
        List<Double> sorted = values.sorted(Comparator.naturalOrder()).toList();
        return sorted.get((int) Math.round(share * (sorted.size() - 1)));
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
