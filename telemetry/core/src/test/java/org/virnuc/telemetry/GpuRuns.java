package org.virnuc.telemetry;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Reports of runs that used GPUs, for tests of pages. */
public final class GpuRuns {
    private static final GpuFigures FAST =
            new GpuFigures("cuda:0", "NVIDIA Fast", 9, 0.75, 3L << 30, 612.5, 698.0, 19_000.0, 81.0, 0.25);

    private GpuRuns() {}

    /** A run of two minutes on one GPU that told everything: 4 million bases and 19,000 J. */
    public static RunReport measured(String id, Instant at) {
        return of(id, at, List.of(FAST), Map.of("bases", 4750.0));
    }

    /** The same on two GPUs, of which one told nothing; so energy is not known as a whole. */
    public static RunReport partly(String id, Instant at) {
        return of(id, at, List.of(FAST, unknown("cuda:1", "NVIDIA <b>Slow</b>")), Map.of());
    }

    /** The same on a GPU where there was no NVML. */
    public static RunReport unmeasured(String id, Instant at) {
        return of(id, at, List.of(unknown("cuda:0", "NVIDIA Fast")), Map.of());
    }

    /** The same on a CPU. */
    public static RunReport cpu(String id, Instant at) {
        return of(id, at, List.of(), Map.of());
    }

    private static GpuFigures unknown(String device, String type) {
        return new GpuFigures(device, type, 9, null, null, null, null, null, null, null);
    }

    private static RunReport of(String id, Instant at, List<GpuFigures> gpus, Map<String, Double> joules) {
        return RunReport.builder(RunInfo.of(id).command("test").version("1"), RunStatus.DONE, at)
                .endedAt(at.plusSeconds(120))
                .wallSeconds(120)
                .quantities(Map.of("bases", 4_000_000L))
                .throughput(Map.of("bases_per_second", 33_333.333))
                .gpus(gpus, joules)
                .build();
    }
}
