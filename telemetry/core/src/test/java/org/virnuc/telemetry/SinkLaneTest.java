package org.virnuc.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** A lane whose first events come from many threads in the same moment, and one whose sink blocks. */
class SinkLaneTest {
    private static final int THREADS = 8;
    private static final int LANES = 200;
    private static final TelemetryEvent EVENT =
            new TelemetryEvent.RunStarted(Instant.EPOCH, new RunInfo("r", "c", "v", Map.of()));

    @Test
    void oneThreadTakesTheEventsHoweverManyTellTheFirst() throws Exception {
        ExecutorService tellers = Executors.newFixedThreadPool(THREADS);
        try {
            for (int i = 0; i < LANES; i++) {
                Set<Thread> takers = ConcurrentHashMap.newKeySet();
                List<TelemetryEvent> taken = Collections.synchronizedList(new ArrayList<>());
                SinkLane lane = new SinkLane(event -> {}, (event, sink) -> {
                    takers.add(Thread.currentThread());
                    taken.add(event);
                });
                CyclicBarrier together = new CyclicBarrier(THREADS);
                List<Future<Boolean>> told = new ArrayList<>();
                for (int teller = 0; teller < THREADS; teller++) {
                    told.add(tellers.submit(() -> {
                        together.await();
                        return lane.offer(EVENT);
                    }));
                }
                for (Future<Boolean> one : told) {
                    assertThat(one.get()).isTrue();
                }
                lane.flush(TimeUnit.SECONDS.toNanos(60), TimeUnit.SECONDS.toNanos(60));
                lane.close();
                assertThat(taken).hasSize(THREADS);
                assertThat(takers).hasSize(1);
                assertThat(lane.dropped()).isZero();
            }
        } finally {
            tellers.shutdownNow();
        }
    }

    @Test
    void theLastQuarterIsKeptFromProgress() throws Exception {
        Blocked blocked = new Blocked();
        int progress = blocked.offerUntilFull(new TelemetryEvent.StageProgressed(Instant.EPOCH, "esm-2", 1, 2));
        int others = blocked.offerUntilFull(EVENT);
        blocked.lane.close();
        assertThat(progress).isEqualTo(SinkLane.CAPACITY / 4 * 3);
        assertThat(others).isEqualTo(SinkLane.CAPACITY / 4);
        assertThat(blocked.lane.dropped()).isEqualTo(SinkLane.CAPACITY + 2);
    }

    @Test
    void whatIsStillQueuedAtTheEndIsCountedAndNotTaken() throws Exception {
        Blocked blocked = new Blocked();
        for (int i = 0; i < 500; i++) {
            blocked.lane.offer(EVENT);
        }
        blocked.lane.close();
        blocked.release.release(501);
        blocked.join();
        assertThat(blocked.taken).hasValue(1);
        assertThat(blocked.lane.dropped()).isEqualTo(500);
        assertThat(blocked.lane.offer(EVENT))
                .as("nothing follows, so nothing is lost")
                .isTrue();
        assertThat(blocked.lane.dropped()).isEqualTo(500);
    }

    /** A lane with an empty queue, whose sink has taken one event and does not return. */
    private static final class Blocked {
        final Semaphore release = new Semaphore(0);
        final AtomicInteger taken = new AtomicInteger();
        final AtomicReference<Thread> taker = new AtomicReference<>();
        final CountDownLatch entered = new CountDownLatch(1);
        final SinkLane lane = new SinkLane(event -> {}, (event, sink) -> {
            taken.incrementAndGet();
            taker.set(Thread.currentThread());
            entered.countDown();
            release.acquireUninterruptibly();
        });

        Blocked() throws InterruptedException {
            lane.offer(EVENT);
            entered.await();
        }

        int offerUntilFull(TelemetryEvent event) {
            int accepted = 0;
            while (lane.offer(event)) {
                accepted++;
            }
            return accepted;
        }

        void join() throws InterruptedException {
            Objects.requireNonNull(taker.get()).join();
        }
    }
}
