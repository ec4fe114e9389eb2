package org.virnuc.telemetry.report;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.virnuc.telemetry.GpuFigures;
import org.virnuc.telemetry.RunReport;

/** How the GPUs of a run have fared, as a table. */
final class GpuTable {
    private static final String UNKNOWN = "not measured";

    private GpuTable() {}

    /** Returns the table; without rows if no GPU computed. */
    static Table of(RunReport run) {
        Table table = new Table(
                2,
                List.of("GPU", "Type", "Busy", "Peak memory", "Power", "Peak power", "Energy", "Hottest", "Throttled"));
        for (GpuFigures gpu : run.gpus()) {
            table.add(List.of(
                    gpu.device(),
                    gpu.type(),
                    percent(gpu.utilization()),
                    gpu.memoryPeakBytes() == null ? UNKNOWN : Figures.bytes(gpu.memoryPeakBytes()),
                    number(gpu.wattsMean(), "W"),
                    number(gpu.wattsPeak(), "W"),
                    number(gpu.joules(), "J"),
                    number(gpu.celsiusPeak(), "°C"),
                    percent(gpu.throttledShare())));
        }
        return table;
    }

    /** Energy for a million of each quantity, as sentences; empty if it was not measured. */
    static List<String> energy(RunReport run) {
        return run.joulesPerMillion().entrySet().stream()
                .map((Map.Entry<String, Double> rate) ->
                        String.format(Locale.ROOT, "%.1f J per million %s", rate.getValue(), rate.getKey()))
                .toList();
    }

    private static String percent(@Nullable Double share) {
        return share == null ? UNKNOWN : Figures.percent(share);
    }

    private static String number(@Nullable Double value, String unit) {
        return value == null ? UNKNOWN : String.format(Locale.ROOT, "%,.0f %s", value, unit);
    }
}
