package org.virnuc.pipeline.stages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class OrderedExecutorTest {
    private final List<Integer> received = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7})
    void resultsComeInTheOrderOfTheTasksAndFewAreUnderWay(int threads) throws IOException, InterruptedException {
        AtomicInteger under = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        try (OrderedExecutor<Integer> work = new OrderedExecutor<>("test", threads, result -> {
            under.decrementAndGet();
            received.add(result);
        })) {
            for (int i = 0; i < 500; i++) {
                int number = i;
                work.add(() -> {
                    most.accumulateAndGet(under.incrementAndGet(), Math::max);
                    return number;
                });
            }
            work.finish();
        }
        assertThat(received).hasSize(500).isSorted().doesNotHaveDuplicates();
        assertThat(most.get()).isLessThanOrEqualTo(threads + 1);
    }

    @Test
    void oneThatIsSlowHoldsItsPlace() throws IOException, InterruptedException {
        CountDownLatch second = new CountDownLatch(1);
        try (OrderedExecutor<Integer> work = new OrderedExecutor<>("test", 2, received::add)) {
            work.add(() -> {
                second.await();
                return 1;
            });
            work.add(() -> {
                second.countDown();
                return 2;
            });
            work.finish();
        }
        assertThat(received).containsExactly(1, 2);
    }

    @Test
    void aFailureSurfacesAsItIsAndNothingIsHandedOverAfterIt() {
        assertThatThrownBy(() -> fail(new IOException("no disk"))).isExactlyInstanceOf(IOException.class);
        assertThatThrownBy(() -> fail(new IllegalStateException("wrong")))
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessage("wrong");
        assertThatThrownBy(() -> fail(new InterruptedException())).isExactlyInstanceOf(InterruptedException.class);
        assertThat(received).containsExactly(1, 1, 1);
    }

    private void fail(Exception failure) throws IOException, InterruptedException {
        Callable<Integer> failing = () -> {
            throw failure;
        };
        try (OrderedExecutor<Integer> work = new OrderedExecutor<>("test", 1, received::add)) {
            work.add(() -> 1);
            work.add(failing);
            work.add(() -> 3);
            work.finish();
        }
    }

    @Test
    void whatRunsIsWaitedForBeforeItEnds() throws IOException, InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        AtomicInteger ended = new AtomicInteger();
        try (OrderedExecutor<Integer> work = new OrderedExecutor<>("test", 1, received::add)) {
            work.add(() -> {
                begun.countDown();
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    ended.incrementAndGet();
                }
                return 1;
            });
            begun.await();
        }
        assertThat(ended.get()).isEqualTo(1);
        assertThat(received).isEmpty();
    }
}
