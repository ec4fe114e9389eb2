package org.virnuc.telemetry.observe;

import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.virnuc.telemetry.StageSpan;

/** Which stage the current thread works for; work handed to another thread takes it along where it was wrapped here. */
public final class StageContext {
    private static final ThreadLocal<@Nullable StageSpan> CURRENT = new ThreadLocal<>();

    private StageContext() {}

    /** The innermost stage of this thread; empty outside stages. */
    public static Optional<StageSpan> current() {
        return Optional.ofNullable(CURRENT.get());
    }

    /** Work that runs, wherever it does, for the stage in which this is called. */
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

    /** Work with a result that runs for the stage in which this is called. */
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

    /** An executor whose tasks run for the stage in which they were handed over. */
    public static Executor carrying(Executor executor) {
        return task -> executor.execute(carry(task));
    }

    /** Makes {@code stage} the current one and tells which was. */
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
