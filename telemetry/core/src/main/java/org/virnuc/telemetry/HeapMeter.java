package org.virnuc.telemetry;

import com.sun.management.GarbageCollectionNotificationInfo;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;

/**
 * How much was allocated on the Java heap: what its use grew by between collections, which counts threads that have ended too. The
 * counters of threads, the other source before Java 21, lose those. A collection whose news is still under way counts a little later.
 */
final class HeapMeter {
    private final List<GarbageCollectorMXBean> collectors = ManagementFactory.getGarbageCollectorMXBeans();
    private final Set<String> pools = ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .map(MemoryPoolMXBean::getName)
            .collect(Collectors.toSet());
    // Guarded by this.
    private long allocated;
    private long usedAfterLast;
    private long told;

    HeapMeter(long usedNow) {
        this.usedAfterLast = usedNow;
    }

    /** The meter of this process, which listens from its first use on. */
    static HeapMeter ofThisProcess() {
        return OfThisProcess.METER;
    }

    /** Bytes allocated since the meter was made; never goes back. */
    synchronized long allocatedBytes(long usedNow) {
        told = Math.max(told, allocated + Math.max(0, usedNow - usedAfterLast));
        return told;
    }

    long allocatedBytes() {
        return allocatedBytes(usedNow());
    }

    /** A collection found {@code before} bytes in use and left {@code after}. */
    synchronized void collected(long before, long after) {
        allocated += Math.max(0, before - usedAfterLast);
        usedAfterLast = after;
    }

    /** Seconds in collections since the JVM began. */
    double gcSeconds() {
        return collectors.stream()
                        .mapToLong(GarbageCollectorMXBean::getCollectionTime)
                        .filter(millis -> millis > 0)
                        .sum()
                / 1e3;
    }

    private static long usedNow() {
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private void listen() {
        for (GarbageCollectorMXBean collector : collectors) {
            if (collector instanceof NotificationEmitter emitter) {
                emitter.addNotificationListener((news, unused) -> heard(news), null, null);
            }
        }
    }

    private void heard(Notification news) {
        if (news.getType().equals(GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION)) {
            var info = GarbageCollectionNotificationInfo.from((CompositeData) news.getUserData())
                    .getGcInfo();
            collected(heap(info.getMemoryUsageBeforeGc()), heap(info.getMemoryUsageAfterGc()));
        }
    }

    private long heap(Map<String, MemoryUsage> use) {
        return use.entrySet().stream()
                .filter(pool -> pools.contains(pool.getKey()))
                .mapToLong(pool -> pool.getValue().getUsed())
                .sum();
    }

    private static final class OfThisProcess {
        static final HeapMeter METER = new HeapMeter(usedNow());

        static {
            METER.listen();
        }
    }
}
