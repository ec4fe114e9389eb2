package org.virnuc.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.ToDoubleFunction;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.virnuc.telemetry.TelemetryTier;

/**
 * What the tiers of telemetry cost a whole run: a run with a tier and one without telemetry, started together, each kept to a core of its
 * own, and the cores exchanged from round to round, so that a slow phase of the machine meets both. Told by the CPU time of the processes
 * (user and system) and by the clock; on one core nothing of telemetry can hide behind the other one. A first pair warms caches of files.
 *
 * <p>Arguments: the launcher, the input, rounds (10), tiers besides off (all). Needs Linux' {@code taskset} and two cores that are idle.
 */
final class TelemetryTiers {
    private static final Pattern TIME = Pattern.compile("(\\d+)m([\\d.]+)s");

    /** Runs a command, then says what shell and children took of user and system time, in this order. */
    private static final String TIMED = "\"$@\" > \"$LOG\" 2>&1; code=$?; times; exit $code";

    private final String launcher;
    private final Path input;
    private final Map<TelemetryTier, List<Pair>> pairs = new EnumMap<>(TelemetryTier.class);

    private TelemetryTiers(String launcher, Path input) {
        this.launcher = launcher;
        this.input = input;
    }

    private record Cost(double cpu, double wall) {}

    private record Pair(Cost off, Cost tier) {}

    /** Prints every pair, then medians, and the mean difference to {@code off} with its standard error. */
    public static void main(String[] arguments) throws IOException, InterruptedException, ExecutionException {
        TelemetryTiers tiers = new TelemetryTiers(arguments[0], Path.of(arguments[1]));
        int rounds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 10;
        Set<TelemetryTier> compared = EnumSet.noneOf(TelemetryTier.class);
        for (int i = 3; i < arguments.length; i++) {
            compared.add(TelemetryTier.valueOf(arguments[i].toUpperCase(Locale.ROOT)));
        }
        if (compared.isEmpty()) {
            compared = EnumSet.complementOf(EnumSet.of(TelemetryTier.OFF));
        }
        tiers.runBoth(compared.iterator().next(), 0);
        for (int round = 0; round < rounds; round++) {
            for (TelemetryTier tier : compared) {
                Pair pair = tiers.runBoth(tier, round % 2);
                tiers.pairs.computeIfAbsent(tier, t -> new ArrayList<>()).add(pair);
                System.out.printf(
                        Locale.ROOT,
                        "%s, round %d: CPU %.2f and off %.2f s, wall %.2f and %.2f s%n",
                        tier.name().toLowerCase(Locale.ROOT),
                        round + 1,
                        pair.tier().cpu(),
                        pair.off().cpu(),
                        pair.tier().wall(),
                        pair.off().wall());
            }
        }
        for (TelemetryTier tier : compared) {
            tiers.print(tier);
        }
    }

    private Pair runBoth(TelemetryTier tier, int core) throws InterruptedException, ExecutionException {
        ExecutorService executor = Executors.newFixedThreadPool(2);
        try {
            Future<Cost> off = executor.submit(() -> run(TelemetryTier.OFF, core));
            Future<Cost> other = executor.submit(() -> run(tier, 1 - core));
            return new Pair(off.get(), other.get());
        } finally {
            executor.shutdown();
        }
    }

    private Cost run(TelemetryTier tier, int core) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("virnuc-tiers");
        List<String> command = List.of(
                "sh",
                "-c",
                TIMED,
                "sh",
                "taskset",
                "-c",
                Integer.toString(core),
                launcher,
                "predict",
                input.toString(),
                "-o",
                folder.resolve("out").toString(),
                "--progress",
                "none",
                "--telemetry",
                tier.name().toLowerCase(Locale.ROOT));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("VIRNUC_HISTORY", folder.resolve("history.db").toString());
        builder.environment().put("LOG", folder.resolve("log").toString());
        long begin = System.nanoTime();
        Process process = builder.start();
        String times = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        int code = process.waitFor();
        double wall = (System.nanoTime() - begin) / 1e9;
        if (code != 0) {
            throw new IOException("virnuc ended with " + code + "; see " + folder.resolve("log"));
        }
        remove(folder);
        return new Cost(
                TIME.matcher(times)
                        .results()
                        .mapToDouble(TelemetryTiers::seconds)
                        .sum(),
                wall);
    }

    private static double seconds(MatchResult time) {
        return 60 * Integer.parseInt(time.group(1)) + Double.parseDouble(time.group(2));
    }

    private void print(TelemetryTier tier) {
        List<Pair> own = pairs.getOrDefault(tier, List.of());
        System.out.printf(
                Locale.ROOT,
                "%-8s CPU %.2f s, off %.2f s (medians of %d); CPU %s; wall %s%n",
                tier.name().toLowerCase(Locale.ROOT),
                median(own.stream().map(pair -> pair.tier().cpu()).toList()),
                median(own.stream().map(pair -> pair.off().cpu()).toList()),
                own.size(),
                difference(own, Cost::cpu),
                difference(own, Cost::wall));
    }

    /** {@code +0.61 % +- 0.20, median +0.58 %}: the mean over rounds with its standard error, and their median. */
    private static String difference(List<Pair> pairs, ToDoubleFunction<Cost> figure) {
        double[] shares = pairs.stream()
                .mapToDouble(pair -> figure.applyAsDouble(pair.tier()) / figure.applyAsDouble(pair.off()) - 1)
                .toArray();
        double mean = Arrays.stream(shares).average().orElse(0);
        double variance =
                Arrays.stream(shares).map(x -> (x - mean) * (x - mean)).sum() / Math.max(1, shares.length - 1);
        return String.format(
                Locale.ROOT,
                "%+.2f %% +- %.2f, median %+.2f %%",
                100 * mean,
                100 * Math.sqrt(variance / Math.max(1, shares.length)),
                100 * median(Arrays.stream(shares).boxed().toList()));
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
