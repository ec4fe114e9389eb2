package org.virnuc.telemetry;

import org.jspecify.annotations.Nullable;

/**
 * What this process has used since it began, at one moment; null where it is not to be had.
 *
 * @param cpu of this process
 * @param children CPU time of child processes that have ended
 * @param allocatedBytes on the Java heap, since the meter was made
 * @param gcSeconds in garbage collections
 * @param rssBytes memory resident now
 * @param peakRssBytes the most that was ever resident
 * @param bytesRead through system calls
 * @param bytesWritten likewise
 */
record Usage(
        CpuTime cpu,
        CpuTime children,
        @Nullable Long allocatedBytes,
        @Nullable Double gcSeconds,
        @Nullable Long rssBytes,
        @Nullable Long peakRssBytes,
        @Nullable Long bytesRead,
        @Nullable Long bytesWritten) {

    static final Usage UNKNOWN = of(CpuTime.UNKNOWN);

    /** CPU time and nothing else. */
    static Usage of(CpuTime cpu) {
        return new Usage(cpu, CpuTime.UNKNOWN, null, null, null, null, null, null);
    }

    /** What was used since {@code earlier}; {@code peak} is the most that was resident meanwhile. */
    ResourceFigures since(Usage earlier, @Nullable Long peak) {
        CpuTime ended = children.since(earlier.children);
        return new ResourceFigures(
                ended.user(),
                ended.system(),
                difference(allocatedBytes, earlier.allocatedBytes),
                peak,
                difference(gcSeconds, earlier.gcSeconds),
                difference(bytesRead, earlier.bytesRead),
                difference(bytesWritten, earlier.bytesWritten));
    }

    /** The most that was resident since {@code earlier}, as far as the process's own peak and samples tell; never too high. */
    @Nullable Long peakSince(Usage earlier, long highestSample) {
        if (rssBytes == null) {
            return null;
        }
        boolean risen = peakRssBytes != null && earlier.peakRssBytes != null && peakRssBytes > earlier.peakRssBytes;
        return risen ? peakRssBytes : (Long) Math.max(highestSample, rssBytes);
    }

    private static @Nullable Long difference(@Nullable Long later, @Nullable Long earlier) {
        return later == null || earlier == null ? null : (Long) Math.max(0, later - earlier);
    }

    private static @Nullable Double difference(@Nullable Double later, @Nullable Double earlier) {
        return later == null || earlier == null
                ? null
                : (Double) Math.max(0, Math.round(1e3 * (later - earlier)) / 1e3);
    }

    /** Reads the usage so far; cheap enough for the start and end of a stage, not for every item. */
    @FunctionalInterface
    interface Meter {
        Usage read();
    }
}
