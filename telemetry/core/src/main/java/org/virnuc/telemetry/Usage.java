package org.virnuc.telemetry;

import org.jspecify.annotations.Nullable;

/**
 * A reading of the resources that this process has used since it started. A value is null where the platform does not
 * report it.
 *
 * @param cpu CPU time of this process
 * @param children CPU time of child processes that have ended
 * @param allocatedBytes bytes allocated on the Java heap since the meter was created
 * @param gcSeconds time spent in garbage collections
 * @param rssBytes resident memory now
 * @param peakRssBytes largest resident memory so far
 * @param bytesRead bytes read through system calls
 * @param bytesWritten bytes written through system calls
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

    /** Creates a reading of CPU time alone. */
    static Usage of(CpuTime cpu) {
        return new Usage(cpu, CpuTime.UNKNOWN, null, null, null, null, null, null);
    }

    /**
     * Returns what was used since {@code earlier}.
     *
     * @param peak largest resident memory during this time, in bytes
     */
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

    /**
     * Returns a lower bound of the largest resident memory since {@code earlier}, in bytes. Uses the peak of the
     * process if it has risen since then, otherwise the largest sample.
     */
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

    /** Reads the usage so far. Cheap enough for the start and end of a stage, but not for each item. */
    @FunctionalInterface
    interface Meter {
        Usage read();
    }
}
