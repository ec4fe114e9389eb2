package org.virnuc.pipeline.estimate;

import java.lang.management.ManagementFactory;

/**
 * How busy the machine is with everything that runs on it. On a busy machine the share of it that a run gets changes
 * from minute to minute, so that a time measured now says less about a time later.
 */
final class MachineLoad {
    /**
     * By how much the bounds move apart whenever the load of every processor doubles. Chosen so that more than 90 of 100
     * runs on two processors with a load of 17 to 40 were inside theirs; benchmarks/RESULTS.md has the figures.
     */
    private static final double PER_DOUBLING = 0.15;

    private MachineLoad() {}

    /** The factor by which the bounds of a time move apart now; 1 where the load is unknown or processors are free. */
    static double spread() {
        return spread(
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                Runtime.getRuntime().availableProcessors());
    }

    /** The factor for a number of processes that want to run, on average over the last minute; negative if unknown. */
    static double spread(double load, int processors) {
        double each = Math.max(1, load / processors);
        return 1 + PER_DOUBLING * Math.log(each) / Math.log(2);
    }
}
