package org.virnuc.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.virnuc.telemetry.TelemetryTier;

/**
 * What the tiers of telemetry cost a whole run: fresh runs of the launcher, tier after tier and the next round in the other order, told
 * by the CPU time of the process (user and system) and by the clock. Every round compares a tier with {@code off} of the same round, so
 * that slow phases of the machine meet both; where a phase changes within a round, the median of the rounds tells more than their mean.
 *
 * <p>Arguments: the launcher, the input, rounds (10), tiers besides off (all). Linux only, for {@code /proc}.
 */
final class TelemetryTiers {
    private static final double TICKS_PER_SECOND = 100;
    private static final int CHILD_USER = 13;
    private static final int CHILD_SYSTEM = 14;

    private final String launcher;
    private final Path input;
    private final Map<TelemetryTier, List<Cost>> costs = new EnumMap<>(TelemetryTier.class);

    private TelemetryTiers(String launcher, Path input) {
        this.launcher = launcher;
        this.input = input;
    }

    private record Cost(double cpu, double wall) {}

    /** Prints medians, and the mean difference to {@code off} with its standard error. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        TelemetryTiers tiers = new TelemetryTiers(arguments[0], Path.of(arguments[1]));
        int rounds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 10;
        Set<TelemetryTier> compared = EnumSet.of(TelemetryTier.OFF);
        for (int i = 3; i < arguments.length; i++) {
            compared.add(TelemetryTier.valueOf(arguments[i].toUpperCase(Locale.ROOT)));
        }
        if (compared.size() == 1) {
            compared = EnumSet.allOf(TelemetryTier.class);
        }
        tiers.run(TelemetryTier.OFF); // warms caches of files
        for (int round = 0; round < rounds; round++) {
            List<TelemetryTier> order = new ArrayList<>(compared);
            if (round % 2 == 1) {
                Collections.reverse(order);
            }
            for (TelemetryTier tier : order) {
                tiers.costs.computeIfAbsent(tier, t -> new ArrayList<>()).add(tiers.run(tier));
            }
        }
        for (TelemetryTier tier : compared) {
            tiers.print(tier);
        }
    }

    private Cost run(TelemetryTier tier) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("virnuc-tiers");
        List<String> command = List.of(
                launcher,
                "predict",
                input.toString(),
                "-o",
                folder.resolve("out").toString(),
                "--progress",
                "none",
                "--telemetry",
                tier.name().toLowerCase(Locale.ROOT));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile());
        builder.environment().put("VIRNUC_HISTORY", folder.resolve("history.db").toString());
        double cpuBefore = childCpu();
        long begin = System.nanoTime();
        int code = builder.start().waitFor();
        double wall = (System.nanoTime() - begin) / 1e9;
        double cpu = childCpu() - cpuBefore;
        if (code != 0) {
            throw new IOException("virnuc ended with " + code + "; see " + folder.resolve("log"));
        }
        remove(folder);
        return new Cost(cpu, wall);
    }

    private void print(TelemetryTier tier) {
        List<Cost> own = costs.getOrDefault(tier, List.of());
        List<Cost> off = costs.getOrDefault(TelemetryTier.OFF, List.of());
        System.out.printf(
                Locale.ROOT,
                "%-8s CPU %.2f s, wall %.2f s (medians of %d); against off: CPU %s, wall %s%n",
                tier.name().toLowerCase(Locale.ROOT),
                median(own.stream().map(Cost::cpu).toList()),
                median(own.stream().map(Cost::wall).toList()),
                own.size(),
                difference(own, off, Cost::cpu),
                difference(own, off, Cost::wall));
    }

    /** {@code +0.61 % +- 0.20, median +0.58 %}: the mean over rounds with its standard error, and their median. */
    private static String difference(List<Cost> own, List<Cost> off, ToDoubleFunction<Cost> figure) {
        double[] shares = IntStream.range(0, own.size())
                .mapToDouble(i -> figure.applyAsDouble(own.get(i)) / figure.applyAsDouble(off.get(i)) - 1)
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

    /** Seconds of user and system time of all children that have ended. */
    private static double childCpu() throws IOException {
        String stat = Files.readString(Path.of("/proc/self/stat"));
        List<String> fields = List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1));
        return (Long.parseLong(fields.get(CHILD_USER)) + Long.parseLong(fields.get(CHILD_SYSTEM))) / TICKS_PER_SECOND;
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
