package org.virnuc.telemetry.observe;

import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.virnuc.telemetry.StageSpan;

/**
 * Knows which stage the current thread is working for. Work that is handed to another thread keeps its stage if it is
 * wrapped by one of the methods here.
 */
public final class StageContext {
    private static final ThreadLocal<@Nullable StageSpan> CURRENT = new ThreadLocal<>();

    private StageContext() {}

    /** Returns the innermost stage of this thread; empty outside stages. */
    public static Optional<StageSpan> current() {
        return Optional.ofNullable(CURRENT.get());
    }

    /** Wraps a task so that it runs for the stage in which this method is called, on whatever thread. */
    public static Runnable carry(Runnable work) {
        StageSpan stage = CURRENT.get();
        return () -> {
            StageSpan before = enter(stage);
            try {
                work.run();
            } finally {
                enter(before);
            }
        };
    }

    /** Wraps a task with a result so that it runs for the stage in which this method is called, on whatever thread. */
    public static <T> Callable<T> carry(Callable<T> work) {
        StageSpan stage = CURRENT.get();
        return () -> {
            StageSpan before = enter(stage);
            try {
                return work.call();
            } finally {
                enter(before);
            }
        };
    }

    /** Wraps an executor so that each task runs for the stage in which it was submitted. */
    public static Executor carrying(Executor executor) {
        return task -> executor.execute(carry(task));
    }

    /** Makes {@code stage} the current one, and returns the one before. */
    static @Nullable StageSpan enter(@Nullable StageSpan stage) {
        StageSpan before = CURRENT.get();
        if (stage == null) {
            CURRENT.remove();
        } else {
            CURRENT.set(stage);
        }
        return before;
    }
}
