package org.virnuc.models.engine;

import ai.djl.pytorch.jni.JniUtils;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.virnuc.models.DeviceException;
import org.virnuc.models.checkpoint.ElementType;

/**
 * Measures in half a second whether many concurrent batches with one thread each are faster than a few with several
 * threads each. One thread per batch wins unless another arrangement is clearly faster, because the last digits of a
 * sum can change with the number of threads that share it.
 */
final class LaneProbe {
    /** Upper limit of lanes; each one needs memory for a batch. */
    static final int MOST_LANES = 64;

    private static final ProductChain NARROW = new ProductChain(504, 320, 8);
    private static final ProductChain WIDE = new ProductChain(504, 1280, 1);

    /**
     * How much faster an arrangement must be. Other programs on the machine can change a measurement by several
     * percent.
     */
    private static final double CLEARLY = 1.15;

    private static final int ROUNDS = 2;
    private static final long NANOS_EACH = 250_000_000;

    private LaneProbe() {}

    /** Measures the best lanes for this number of cores, in the type that {@code auto} computes in. */
    static CpuLanes measure(int cores, ElementType type) {
        return cores == 1 ? new CpuLanes(1, 1) : new CpuLanes(best(NARROW, cores, type), best(WIDE, cores, type));
    }

    /** The numbers of lanes to try: one thread per lane, then two, four and so on, up to one lane with all threads. */
    static int[] arrangements(int cores) {
        List<Integer> lanes = new ArrayList<>();
        for (int each = 1; each < cores; each *= 2) {
            lanes.add(cores / each);
        }
        lanes.add(1);
        return lanes.stream()
                .filter(n -> n <= MOST_LANES)
                .distinct()
                .mapToInt(n -> n)
                .toArray();
    }

    /** The first arrangement, unless another is clearly faster. */
    static int fastest(int[] lanes, double[] rates) {
        int best = 0;
        for (int i = 1; i < lanes.length; i++) {
            double wanted = best == 0 ? CLEARLY * rates[0] : rates[best];
            best = rates[i] > wanted ? i : best;
        }
        return lanes[best];
    }

    private static int best(ProductChain products, int cores, ElementType type) {
        int[] lanes = arrangements(cores);
        double[] rates = new double[lanes.length];
        CpuProbe.withChain(products, type, session -> {
            long begun = System.nanoTime();
            for (int round = 0; round < ROUNDS && System.nanoTime() - begun < NANOS_EACH; round++) {
                for (int i = 0; i < lanes.length; i++) {
                    long nanos = NANOS_EACH / ROUNDS / lanes.length;
                    rates[i] = Math.max(rates[i], rate(session, lanes[i], cores / lanes[i], nanos));
                }
            }
        });
        return fastest(lanes, rates);
    }

    /** Runs completed per nanosecond, all lanes together. */
    private static double rate(EncoderSession session, int lanes, int threadsEach, long nanos) {
        AtomicLong runs = new AtomicLong();
        AtomicLong taken = new AtomicLong();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < lanes; i++) {
            Thread thread = new Thread(() -> lane(session, threadsEach, nanos, runs, taken), "virnuc-lane-probe");
            thread.setDaemon(true);
            threads.add(thread);
        }
        threads.forEach(Thread::start);
        UninterruptibleJoin.all(threads);
        return (double) runs.get() * lanes / Math.max(1, taken.get());
    }

    private static void lane(EncoderSession session, int threads, long nanos, AtomicLong runs, AtomicLong taken) {
        JniUtils.setNumThreads(threads);
        long[] nothing = new long[1];
        try {
            session.run(nothing, 1, 1);
            long begun = System.nanoTime();
            long spent = 0;
            while (spent < nanos) {
                session.run(nothing, 1, 1);
                spent = System.nanoTime() - begun;
                runs.incrementAndGet();
            }
            taken.addAndGet(spent);
        } catch (DeviceException e) {
            runs.set(Long.MIN_VALUE / 2); // an arrangement that fails cannot be the fastest
        }
    }
}
