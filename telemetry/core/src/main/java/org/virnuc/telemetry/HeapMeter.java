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
 * Measures how many bytes were allocated on the Java heap, by the growth of the heap between garbage collections.
 * Unlike the per-thread counters, the only other source before Java 21, this includes threads that have ended. A
 * collection is counted when the JVM's notification about it arrives, which may be slightly later.
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
    private long reported;

    HeapMeter(long usedNow) {
        this.usedAfterLast = usedNow;
    }

    /** Returns the meter of this process. It starts to listen for collections when it is first used. */
    static HeapMeter ofThisProcess() {
        return OfThisProcess.METER;
    }

    /** Returns the bytes allocated since the meter was created; the value never decreases. */
    synchronized long allocatedBytes(long usedNow) {
        reported = Math.max(reported, allocated + Math.max(0, usedNow - usedAfterLast));
        return reported;
    }

    long allocatedBytes() {
        return allocatedBytes(usedNow());
    }

    /** Records a collection that found {@code before} bytes in use and left {@code after}. */
    synchronized void collected(long before, long after) {
        allocated += Math.max(0, before - usedAfterLast);
        usedAfterLast = after;
    }

    /** Returns the seconds spent in garbage collections since the JVM started. */
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
