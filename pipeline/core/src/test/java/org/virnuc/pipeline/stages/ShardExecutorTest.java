package org.virnuc.pipeline.stages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Collections;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Threads that work on shards: how many at once, and who ends how where one fails. */
class ShardExecutorTest {
    private static final int SHARDS = 20;

    private final Set<Integer> done = Collections.synchronizedSet(new TreeSet<>());
    private final AtomicReference<@Nullable ShardExecutor> workers = new AtomicReference<>();

    @Test
    void eachShardIsWorkedOnOnceAndSoManyAtOnceAsWereAskedFor() throws IOException, InterruptedException {
        CountDownLatch allFour = new CountDownLatch(4);
        AtomicInteger atWork = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        run(shard -> {
            workers().atOnce(4);
            most.accumulateAndGet(atWork.incrementAndGet(), Math::max);
            allFour.countDown();
            allFour.await(); // ends only where four are at work at one time
            atWork.decrementAndGet();
            assertThat(done.add(shard)).isTrue();
        });
        assertThat(done).hasSize(SHARDS).contains(1, SHARDS);
        assertThat(most).hasValue(4);
        assertThat(workers().most()).isEqualTo(4);
    }

    @Test
    void aFailureInterruptsWhoWaitsAndLetsWhoWritesFinish() {
        CountDownLatch othersAreThere = new CountDownLatch(2);
        CountDownLatch waiterIsGone = new CountDownLatch(1);
        IOException full = new IOException("No space left on device");
        assertThatThrownBy(() -> run(shard -> {
                    workers().atOnce(3);
                    if (shard == 1) {
                        othersAreThere.await();
                        throw full;
                    }
                    if (shard == 2) {
                        workers().beginsToWrite();
                        othersAreThere.countDown();
                        waiterIsGone.await(); // would be interrupted, were it not writing
                        done.add(shard);
                        return;
                    }
                    othersAreThere.countDown();
                    try {
                        new CountDownLatch(1).await();
                    } finally {
                        waiterIsGone.countDown();
                    }
                }))
                .isSameAs(full);
        assertThat(done).containsExactly(2);
    }

    /** As where the interrupt arrives when the last vector has. */
    @Test
    void anInterruptThatComesTooLateDoesNotDisturbTheWriter() {
        CountDownLatch secondIsThere = new CountDownLatch(1);
        assertThatThrownBy(() -> run(shard -> {
                    workers().atOnce(2);
                    if (shard == 1) {
                        secondIsThere.await();
                        throw new IOException("the first");
                    }
                    secondIsThere.countDown();
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    workers().beginsToWrite();
                    assertThat(Thread.currentThread().isInterrupted()).isFalse();
                    done.add(shard);
                }))
                .hasMessage("the first");
        assertThat(done).containsExactly(2);
    }

    @Test
    void afterAFailureOfTheEncoderNobodyIsInterruptedAndNothingIsBegun() {
        CountDownLatch failed = new CountDownLatch(1);
        CountDownLatch secondIsThere = new CountDownLatch(1);
        RuntimeException lost = new IllegalStateException("no device is left");
        assertThatThrownBy(() -> run(shard -> {
                    workers().atOnce(2);
                    if (shard == 1) {
                        secondIsThere.await();
                        workers().encoderHasFailed(lost);
                        failed.countDown();
                        throw lost;
                    }
                    secondIsThere.countDown();
                    failed.await();
                    done.add(shard);
                }))
                .isSameAs(lost);
        assertThat(done).containsExactly(2);
    }

    @Test
    void whoeverWaitsForAllCanBeInterruptedAndNobodyWorksAfterwards() {
        Thread main = Thread.currentThread();
        AtomicInteger atWork = new AtomicInteger();
        assertThatThrownBy(() -> run(shard -> {
                    workers().atOnce(3);
                    if (atWork.incrementAndGet() == 3) {
                        main.interrupt();
                    }
                    try {
                        new CountDownLatch(1).await();
                    } finally {
                        atWork.decrementAndGet();
                    }
                }))
                .isInstanceOf(InterruptedException.class)
                .hasMessage("esm-2 was cancelled");
        assertThat(atWork).hasValue(0);
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    @Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // whoever waits does so whatever interrupts
    void aThreadThatCannotBeStartedEndsTheRunAndIsNotWaitedFor() {
        OutOfMemoryError noMore = new OutOfMemoryError("unable to create native thread");
        AtomicInteger made = new AtomicInteger();
        ShardExecutor few = new ShardExecutor(
                "esm-2",
                SHARDS,
                shard -> workers().atOnce(2),
                work -> made.incrementAndGet() == 1
                        ? new Thread(work)
                        : new Thread(work) {
                            @Override
                            public synchronized void start() {
                                throw noMore;
                            }
                        });
        workers.set(few);
        assertThatThrownBy(few::run).isSameAs(noMore);
        assertThat(few.most()).isEqualTo(1);
    }

    @Test
    void howManyFollowsFromTheDevicesTheProcessorsAndTheHeap() {
        long large = 64L << 30;
        assertThat(ShardConcurrency.count(0, 320, 2, 1L << 30)).isEqualTo(2);
        assertThat(ShardConcurrency.count(20_001, 320, 8, large)).isEqualTo(1 + 3 + 4);
        assertThat(ShardConcurrency.count(0, 320, 500, large)).isEqualTo(1 + 16);
        assertThat(ShardConcurrency.count(262_144, 2560, 128, 2L << 30))
                .as("a third of the heap in shards of 215 MB")
                .isEqualTo(3);
        assertThat(ShardConcurrency.count(262_144, 5120, 128, 1L << 28)).isEqualTo(2);
    }

    private ShardExecutor workers() {
        return Objects.requireNonNull(workers.get());
    }

    private void run(ShardExecutor.Task task) throws IOException, InterruptedException {
        workers.set(new ShardExecutor("esm-2", SHARDS, task));
        workers().run();
    }
}
