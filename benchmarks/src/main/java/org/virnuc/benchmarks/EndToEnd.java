package org.virnuc.benchmarks;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.virnuc.cli.ExitCode;
import org.virnuc.sequences.InputException;
import org.virnuc.sequences.InputFile;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.StageReport;
import org.virnuc.telemetry.report.JsonReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Whole runs of the program, each in a fresh process, against the vanilla way: one sequence a call in fp32, through the same
 * engine. All cases take turns, so that a phase in which the machine is slower meets each of them; the first round warms the
 * caches, of the others the medians count.
 */
@Command(
        name = "end-to-end",
        description =
                "Whole runs with virnuc-mini against the vanilla way, in turns: medians of rounds after one to warm up.",
        mixinStandardHelpOptions = true)
final class EndToEnd extends Piece {
    private static final double MEGA = 1e6;
    private static final double NANOS = 1e9;
    private static final String HEAP = "-Xmx1g";
    private static final String CACHE = Places.target("benchmark-cache").toString();

    /** Measured runs write to a history as all runs do, but not to the user's own. */
    private static final String HISTORY = Places.target("benchmark-history.db").toString();

    @Option(names = "--virnuc", description = "the launcher; default: ${DEFAULT-VALUE}")
    private Path launcher = Places.project("virnuc");

    @Option(
            names = "--input",
            description = "FASTA, may be gzipped; default: reads, contigs and chromosomes are generated")
    private Optional<Path> input = Optional.empty();

    @Option(
            names = "--megabases",
            converter = AboveZero.class,
            description = "how much of it, in whole records; default: ${DEFAULT-VALUE}")
    private double megabases = 5;

    @Option(
            names = "--rounds",
            converter = FromOne.class,
            description = "after one to warm up; default: ${DEFAULT-VALUE}")
    private int rounds = 3;

    /** A setting of the program, and how many times the vanilla way it should be; without options the vanilla way. */
    private record Case(String name, double goal, List<String> options) {}

    /** What one process took; stage times are 0 without telemetry. */
    private record Timing(double process, double dna, double protein, long frames) {}

    private static final List<Case> CASES = List.of(
            new Case("vanilla way: one sequence a call, fp32", 0, List.of()),
            new Case("batched, fp32", 2, List.of("--precision", "fp32")),
            new Case("batched, bf16", 3, List.of("--precision", "bf16")),
            new Case("batched, bf16, without telemetry", 0, List.of("--precision", "bf16", "--telemetry", "off")));

    @Override
    double minutes() {
        return (rounds + 1) * (CASES.size() * 1.5 + 17 * megabases) / 60;
    }

    @Override
    void check() {
        input.ifPresent(Places::checkInput);
    }

    @Override
    List<Figure> measure() throws IOException, InterruptedException {
        Path program = launcher.toAbsolutePath();
        Path folder = Files.createTempDirectory("virnuc-end-to-end-");
        try {
            Path sample = folder.resolve("sample.fa");
            if (input.isPresent()) {
                sample(input.get(), megabases, sample);
            } else {
                GeneratedInput.write(sample, (long) (megabases * MEGA));
            }
            System.out.printf(
                    Locale.ROOT,
                    "%s, %.1f Mb; median of rounds: %d%n%n",
                    input.map(file -> "the first records of " + file.getFileName())
                            .orElse("generated"),
                    Files.size(sample) / MEGA,
                    rounds);
            System.out.println(
                    "| case | process s | dnabert-s s | esm-2 s | frames/s of both | times the vanilla way |");
            System.out.println("|---|---:|---:|---:|---:|---:|");
            List<Timing> medians = medians(program, sample, folder, rounds);
            List<Figure> figures = new ArrayList<>();
            double vanilla = medians.get(0).process();
            for (int i = 0; i < CASES.size(); i++) {
                Case setting = CASES.get(i);
                double ratio = vanilla / medians.get(i).process();
                System.out.println(row(setting, medians.get(i), ratio));
                if (setting.goal() > 0) {
                    figures.add(Figure.atLeast(
                            "virnuc-mini " + setting.name() + ", times the vanilla way",
                            ratio,
                            setting.goal(),
                            "%.2f"));
                }
            }
            return figures;
        } finally {
            delete(folder);
        }
    }

    /** The median of each case, in their order. */
    private static List<Timing> medians(Path launcher, Path sample, Path folder, int rounds)
            throws IOException, InterruptedException {
        List<List<Timing>> timings = new ArrayList<>();
        CASES.forEach(setting -> timings.add(new ArrayList<>()));
        Path output = folder.resolve("run");
        for (int round = 0; round <= rounds; round++) {
            for (int i = 0; i < CASES.size(); i++) {
                Timing timing = time(launcher, sample, CASES.get(i), output);
                delete(output);
                System.err.printf(
                        Locale.ROOT,
                        "round %d: %s: %.2f s%n",
                        round,
                        CASES.get(i).name(),
                        timing.process());
                if (round > 0) {
                    timings.get(i).add(timing);
                }
            }
        }
        return timings.stream().map(EndToEnd::median).toList();
    }

    private static Timing median(List<Timing> timings) {
        return timings.stream()
                .sorted(Comparator.comparingDouble(Timing::process))
                .toList()
                .get(timings.size() / 2);
    }

    private static Timing time(Path launcher, Path sample, Case setting, Path output)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        if (setting.options().isEmpty()) {
            Path java = Path.of(System.getProperty("java.home", ""), "bin", "java");
            command.addAll(List.of(java.toString(), HEAP, "-XX:+UseSerialGC"));
            command.addAll(List.of("-cp", System.getProperty("java.class.path", ""), VanillaWay.class.getName()));
            command.addAll(List.of(sample.toString(), output.toString(), CACHE));
        } else {
            command.addAll(List.of(launcher.toString(), "predict", sample.toString(), "-o", output.toString()));
            command.addAll(List.of("--progress", "none"));
            command.addAll(setting.options());
        }
        Path log = output.resolveSibling("log");
        long start = System.nanoTime();
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().put("VIRNUC_CACHE", CACHE);
        builder.environment().put("VIRNUC_HISTORY", HISTORY);
        int code = builder.start().waitFor();
        double seconds = (System.nanoTime() - start) / NANOS;
        if (code != 0) {
            List<String> lines = Files.readAllLines(log);
            String last = lines.isEmpty() ? "it said nothing" : lines.get(lines.size() - 1);
            String message = "case '" + setting.name() + "' ended with exit code " + code + ": " + last;
            if (code == ExitCode.INPUT.number()) {
                throw new InputException(message);
            }
            throw new IOException(message);
        }
        Path telemetry = output.resolve("telemetry.json");
        if (!Files.exists(telemetry)) {
            return new Timing(seconds, 0, 0, 0);
        }
        RunReport report = JsonReport.read(telemetry);
        StageReport dna = stage(report, "dnabert-s");
        return new Timing(
                seconds,
                dna.wallSeconds(),
                stage(report, "esm-2").wallSeconds(),
                Objects.requireNonNull(dna.itemsIn()));
    }

    private static StageReport stage(RunReport report, String id) {
        return report.stages().stream()
                .filter(stage -> stage.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static String row(Case setting, Timing t, double ratio) {
        boolean staged = t.frames() > 0;
        return String.format(
                Locale.ROOT,
                "| %s | %.2f | %s | %s | %s | %.2f |",
                setting.name(),
                t.process(),
                staged ? String.format(Locale.ROOT, "%.2f", t.dna()) : "",
                staged ? String.format(Locale.ROOT, "%.2f", t.protein()) : "",
                staged ? String.format(Locale.ROOT, "%.0f", t.frames() / (t.dna() + t.protein())) : "",
                ratio);
    }

    /** The first records of a file that reach that many million bases. */
    private static void sample(Path source, double megabases, Path target) throws IOException {
        long wanted = (long) (megabases * MEGA);
        try (BufferedReader in = new BufferedReader(new java.io.InputStreamReader(
                        InputFile.open(source, source.toString()), StandardCharsets.ISO_8859_1));
                BufferedWriter out = Files.newBufferedWriter(target, StandardCharsets.ISO_8859_1)) {
            long bases = 0;
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                boolean header = line.startsWith(">");
                if (header && bases >= wanted) {
                    break;
                }
                bases += header ? 0 : line.length();
                out.write(line);
                out.write('\n');
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }
}
