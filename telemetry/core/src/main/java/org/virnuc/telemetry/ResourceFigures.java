package org.virnuc.telemetry;

import org.jspecify.annotations.Nullable;

/**
 * What the whole process used during a stage or a run, so stages side by side count each other's; null where it is not to be had.
 *
 * @param childCpuUserSeconds CPU time of child processes that ended meanwhile; one still running counts where it ends
 * @param childCpuSystemSeconds likewise
 * @param allocatedBytes on the Java heap, from its use before and after each garbage collection
 * @param peakRssBytes the most memory resident: for a run of its process, for a stage exact where the stage raised the process's peak,
 *     else the highest sample taken
 * @param gcSeconds in garbage collections
 * @param bytesRead through system calls, from disk, cache, pipes and sockets alike; not what is read through mapped files
 * @param bytesWritten likewise
 */
public record ResourceFigures(
        @Nullable Double childCpuUserSeconds,
        @Nullable Double childCpuSystemSeconds,
        @Nullable Long allocatedBytes,
        @Nullable Long peakRssBytes,
        @Nullable Double gcSeconds,
        @Nullable Long bytesRead,
        @Nullable Long bytesWritten) {

    /** Nothing was measured. */
    public static final ResourceFigures UNKNOWN = new ResourceFigures(null, null, null, null, null, null, null);

    public ResourceFigures {
        Checks.seconds(childCpuUserSeconds, "resources.child_cpu_user_seconds");
        Checks.seconds(childCpuSystemSeconds, "resources.child_cpu_system_seconds");
        Checks.notNegative(allocatedBytes, "resources.allocated_bytes");
        Checks.notNegative(peakRssBytes, "resources.peak_rss_bytes");
        Checks.seconds(gcSeconds, "resources.gc_seconds");
        Checks.notNegative(bytesRead, "resources.bytes_read");
        Checks.notNegative(bytesWritten, "resources.bytes_written");
    }
}
