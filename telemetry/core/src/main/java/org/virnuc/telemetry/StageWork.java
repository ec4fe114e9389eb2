package org.virnuc.telemetry;

import org.jspecify.annotations.Nullable;
import org.virnuc.files.PublicApi;

/**
 * The work of one stage, usually a lambda.
 *
 * @param <T> type of the result
 * @param <E> checked exception that the work may throw
 */
@FunctionalInterface
@PublicApi
public interface StageWork<T extends @Nullable Object, E extends Throwable> {
    /**
     * Does the work.
     *
     * @param span receives progress, model calls and events of the stage
     */
    T run(StageSpan span) throws E;
}
