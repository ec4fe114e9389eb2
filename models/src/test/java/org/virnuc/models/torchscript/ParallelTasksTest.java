package org.virnuc.models.torchscript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ParallelTasksTest {
    private final AtomicInteger running = new AtomicInteger();
    private final List<Integer> done = Collections.synchronizedList(new ArrayList<>());

    @Test
    void everyTaskRunsOnce() throws IOException {
        ParallelTasks.run(IntStream.range(0, 100).mapToObj(this::task).toList());
        assertThat(done)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 100).boxed().toList());
    }

    @Test
    void theFirstFailureIsThrownOnceNoTaskRuns() {
        List<ParallelTasks.Task> tasks = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            tasks.add(task(i));
        }
        tasks.set(3, () -> {
            throw new IOException("no room");
        });
        tasks.set(50, () -> {
            throw new IllegalStateException("later");
        });
        assertThatThrownBy(() -> ParallelTasks.run(tasks))
                .isInstanceOf(IOException.class)
                .hasMessage("no room");
        assertThat(running).hasValue(0);
    }

    private ParallelTasks.Task task(int number) {
        return () -> {
            running.incrementAndGet();
            done.add(number);
            running.decrementAndGet();
        };
    }
}
