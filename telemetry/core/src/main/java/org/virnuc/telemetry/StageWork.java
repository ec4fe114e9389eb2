package org.virnuc.telemetry;

import org.jspecify.annotations.Nullable;

/**
 * The work of one stage.
 *
 * @param <T> its result
 * @param <E> what it throws besides unchecked exceptions
 */
@FunctionalInterface
public interface StageWork<T extends @Nullable Object, E extends Throwable> {
    /**
     * Does it.
     *
     * @param span takes progress, model calls and notes of the stage
     */
    T run(StageSpan span) throws E;
}
