package org.virnuc.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.virnuc.calling.CallRule;
import org.virnuc.calling.RecordResult;
import org.virnuc.calling.ResultOptions;
import org.virnuc.calling.confidence.ConfidenceOptions;
import org.virnuc.pipeline.VirNuc;
import org.virnuc.pipeline.run.EmbeddingCacheChoice;
import org.virnuc.pipeline.run.ModelChoice;
import org.virnuc.pipeline.run.RunRequest;
import org.virnuc.pipeline.run.RunResult;
import org.virnuc.sequences.FastaReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How much of what no organism has is flagged by {@code ood}, and how much of what some have. */
@Command(
        name = "out-of-distribution",
        description =
                "Shares of random, shuffled, reversed sequence, homopolymers, repeats, adapters and vectors that are flagged as ood,"
                        + " and of real sequences, by length. By itself only.",
        mixinStandardHelpOptions = true)
final class OutOfDistribution extends Piece {
    private static final double MOST_REAL = 0.02;
    private static final double LEAST_ODD = 0.95;
    private static final double MINUTES_A_RECORD = 0.04;
    private static final long CACHE = 4L << 30;
    private static final int[] LENGTHS = {0, 1_000, 3_000, 10_000};

    @Option(
            names = "--real",
            required = true,
            description = "FASTA of real sequences, as the validation sequences of the model")
    @SuppressWarnings("NullAway.Init")
    private Path real;

    @Option(names = "--vectors", description = "FASTA of cloning vectors; without it they are not measured")
    private Optional<Path> vectors = Optional.empty();

    @Option(names = "--model", description = "a model by name or path; default: ${DEFAULT-VALUE}")
    private String model = "virnuc-mini";

    @Option(names = "--length", split = ",", description = "lengths of chunks; default: ${DEFAULT-VALUE}")
    private List<Integer> lengths = List.of(500, 300);

    @Option(
            names = "--records",
            converter = FromOne.class,
            description = "records of each kind that is made; default: ${DEFAULT-VALUE}")
    private int records = 200;

    @Override
    double minutes() {
        return MINUTES_A_RECORD * records * lengths.size();
    }

    @Override
    void check() throws IOException {
        Places.checkRecords(real);
        if (vectors.isPresent()) {
            Places.checkRecords(vectors.get());
        }
    }

    /** How many records there are, and how many are flagged. */
    static final class Count {
        private int all;
        private int flagged;

        void add(boolean outOfDistribution) {
            all++;
            flagged += outOfDistribution ? 1 : 0;
        }

        double share() {
            return all == 0 ? 0 : flagged / (double) all;
        }
    }

    @Override
    List<Figure> measure() throws IOException, InterruptedException {
        Path folder = Files.createDirectories(Places.target("out-of-distribution"));
        Path odd = folder.resolve("odd.fa");
        new OddSequences().write(real, records, odd);
        List<Figure> figures = new ArrayList<>();
        try (VirNuc virnuc = VirNuc.open(Places.target("cache"))) {
            for (int length : lengths) {
                Map<String, Map<Integer, Count>> found = new LinkedHashMap<>();
                OddSequences.kinds().forEach(kind -> found.put(kind, new HashMap<>()));
                count(virnuc, folder, length, odd, found);
                if (vectors.isPresent()) {
                    count(virnuc, folder, length, vectors.get(), found);
                }
                count(virnuc, folder, length, real, found);
                print(length, found);
                found.forEach((kind, counts) -> figures.add(figure(kind, length, counts.getOrDefault(0, new Count()))));
            }
        }
        return figures;
    }

    /** Runs, and counts records by kind and by their length. */
    private void count(VirNuc virnuc, Path folder, int length, Path input, Map<String, Map<Integer, Count>> found)
            throws IOException, InterruptedException {
        String name =
                input.equals(real) ? "real" : vectors.isPresent() && input.equals(vectors.get()) ? "vector" : "odd";
        RunResult run = virnuc.run(RunRequest.of(input)
                .into(folder.resolve(name + "-" + length))
                .model(ModelChoice.named(model))
                .length(length)
                .allowLengthMismatch(true)
                .force(true)
                .embeddingCache(Optional.of(new EmbeddingCacheChoice(folder.resolve("vectors"), CACHE)))
                .results(new ResultOptions(
                        CallRule.DEFAULT, EnumSet.noneOf(ResultOptions.Sequences.class), ConfidenceOptions.DEFAULT, 0))
                .build());
        Map<String, Long> bases = bases(input);
        try (Stream<RecordResult> results = run.records()) {
            results.forEach(record -> {
                String kind = name.equals("odd")
                        ? record.id().substring(0, record.id().indexOf('|'))
                        : name;
                long size = bases.getOrDefault(record.id(), 0L);
                Map<Integer, Count> counts = found.computeIfAbsent(kind, one -> new HashMap<>());
                for (int least : LENGTHS) {
                    if (least == 0 || between(size, least)) {
                        counts.computeIfAbsent(least, one -> new Count())
                                .add(record.scores().outOfDistribution());
                    }
                }
            });
        }
    }

    /** Whether a record belongs into the column that begins at {@code least}; the first one has all. */
    static boolean between(long size, int least) {
        return switch (least) {
            case 1_000 -> size < 3_000;
            case 3_000 -> size >= 3_000 && size < 10_000;
            default -> size >= 10_000;
        };
    }

    private static Map<String, Long> bases(Path input) throws IOException {
        Map<String, Long> bases = new HashMap<>();
        Path scratch = Path.of(System.getProperty("java.io.tmpdir"));
        try (FastaReader reader = FastaReader.open(input, input.toString(), () -> scratch)) {
            while (reader.next()) {
                bases.put(reader.id(), reader.length());
            }
        }
        return bases;
    }

    private static void print(int length, Map<String, Map<Integer, Count>> found) {
        System.out.println("\nChunks of " + length + " bases; flagged, of how many records:\n");
        System.out.println("| kind | all | below 3 kb | 3 to 10 kb | from 10 kb |");
        System.out.println("|---|---:|---:|---:|---:|");
        found.forEach((kind, counts) -> {
            StringBuilder row = new StringBuilder("| " + kind);
            for (int least : LENGTHS) {
                Count count = counts.getOrDefault(least, new Count());
                row.append(" | ")
                        .append(
                                count.all == 0
                                        ? "-"
                                        : String.format(Locale.ROOT, "%.3f of %d", count.share(), count.all));
            }
            System.out.println(row + " |");
        });
    }

    /** The share of a kind that is flagged, beside what it should be. */
    static Figure figure(String kind, int length, Count records) {
        double share = records.share();
        String name = kind + " flagged, chunks of " + length;
        return kind.equals("real")
                ? new Figure(
                        name, String.format(Locale.ROOT, "%.3f", share), "at most " + MOST_REAL, share <= MOST_REAL)
                : Figure.atLeast(name, share, LEAST_ODD, "%.3f");
    }
}
