package org.virnuc.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A lane whose first events come from many threads in the same moment. */
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
}
