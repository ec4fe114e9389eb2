package org.virnuc.telemetry;

import org.jspecify.annotations.Nullable;
import org.virnuc.files.PublicApi;

/**
 * Resources that the whole process used during a stage or a run. Concurrent stages therefore include each other's
 * usage. A value is null where the platform does not report it.
 *
 * @param childCpuUserSeconds user CPU time of child processes that ended during this time; a child counts in full when
 *     it ends
 * @param childCpuSystemSeconds system CPU time of child processes that ended during this time
 * @param allocatedBytes bytes allocated on the Java heap, measured by its use before and after each garbage collection
 * @param peakRssBytes largest resident memory. For a run, the peak of its process. For a stage, exact if the stage
 *     raised the peak of the process, otherwise the largest sample taken.
 * @param gcSeconds time spent in garbage collections
 * @param bytesRead bytes read through system calls, from disk, cache, pipes and sockets alike, but not through
 *     memory-mapped files
 * @param bytesWritten bytes written through system calls
 */
@PublicApi
public record ResourceFigures(
        @Nullable Double childCpuUserSeconds,
        @Nullable Double childCpuSystemSeconds,
        @Nullable Long allocatedBytes,
        @Nullable Long peakRssBytes,
        @Nullable Double gcSeconds,
        @Nullable Long bytesRead,
        @Nullable Long bytesWritten) {

    /** Stands for resources that were not measured. */
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
