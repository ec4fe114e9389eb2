package org.virnuc.telemetry;

import org.jspecify.annotations.Nullable;

/**
 * How a GPU fares at one moment. A value is null where it is not known.
 *
 * @param utilization share of the last moment in which it computed anything, 0 to 1
 * @param memoryBytes memory in use
 * @param watts power
 * @param joules energy since some moment before the run, which never falls
 * @param celsius temperature
 * @param throttled whether heat or a limit of power slows it down
 */
public record GpuSample(
        @Nullable Double utilization,
        @Nullable Long memoryBytes,
        @Nullable Double watts,
        @Nullable Double joules,
        @Nullable Double celsius,
        @Nullable Boolean throttled) {

    /** Stands for a GPU of which nothing is known. */
    public static final GpuSample UNKNOWN = new GpuSample(null, null, null, null, null, null);
}
