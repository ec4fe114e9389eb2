package org.virnuc.telemetry.report;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.virnuc.telemetry.GpuFigures;
import org.virnuc.telemetry.RunReport;

/** How the GPUs of a run have fared, in words for a table on any page. What was not measured is called so, and is never 0. */
public final class GpuTable {
    /** The titles of the columns. The first two have text, the others figures. */
    public static final List<String> COLUMNS =
            List.of("GPU", "Type", "Busy", "Peak memory", "Power", "Peak power", "Energy", "Hottest", "Throttled");

    /** How many columns have text. */
    public static final int WORDS = 2;

    /** What stands for a figure that was not measured. */
    public static final String UNKNOWN = "not measured";

    private GpuTable() {}

    /** Returns a row for each GPU, with a cell for each of {@link #COLUMNS}; none if no GPU computed. */
    public static List<List<String>> rows(RunReport run) {
        return run.gpus().stream()
                .map(gpu -> List.of(
                        gpu.device(),
                        gpu.type(),
                        percent(gpu.utilization()),
                        gpu.memoryPeakBytes() == null ? UNKNOWN : Figures.bytes(gpu.memoryPeakBytes()),
                        number(gpu.wattsMean(), "W"),
                        number(gpu.wattsPeak(), "W"),
                        number(gpu.joules(), "J"),
                        number(gpu.celsiusPeak(), "°C"),
                        percent(gpu.throttledShare())))
                .toList();
    }

    /**
     * Returns a sentence on the energy for a million of each quantity. Empty if no GPU computed, or if the run counted nothing.
     */
    public static Optional<String> energy(RunReport run) {
        if (run.gpus().isEmpty()) {
            return Optional.empty();
        }
        if (!run.joulesPerMillion().isEmpty()) {
            return Optional.of(run.joulesPerMillion().entrySet().stream()
                    .map((Map.Entry<String, Double> rate) -> String.format(
                            Locale.ROOT,
                            "%,.1f J per million %s",
                            rate.getValue(),
                            rate.getKey().replace('_', ' ')))
                    .collect(Collectors.joining(", ", "Energy of all GPUs: ", ".")));
        }
        return run.gpus().stream().map(GpuFigures::joules).anyMatch(joules -> joules == null)
                ? Optional.of("Energy of all GPUs: " + UNKNOWN + ".")
                : Optional.empty();
    }

    /** The rows as a table of Markdown. */
    static Table of(RunReport run) {
        Table table = new Table(WORDS, COLUMNS);
        rows(run).forEach(table::add);
        return table;
    }

    private static String percent(@Nullable Double share) {
        return share == null ? UNKNOWN : Figures.percent(share);
    }

    private static String number(@Nullable Double value, String unit) {
        return value == null ? UNKNOWN : String.format(Locale.ROOT, "%,.0f %s", value, unit);
    }
}
