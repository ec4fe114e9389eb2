package org.virnuc.pipeline.stages;

import java.io.IOException;

/** Rethrows exceptions that ended the work of another thread. */
final class WorkerFailure {
    private WorkerFailure() {}

    /**
     * Throws an exception with its own type. Never returns.
     *
     * @throws InterruptedException if the other thread was interrupted
     */
    static void rethrow(Throwable failure) throws IOException, InterruptedException {
        if (failure instanceof IOException io) {
            throw io;
        }
        if (failure instanceof InterruptedException interrupt) {
            throw interrupt;
        }
        if (failure instanceof Error error) {
            throw error;
        }
        throw failure instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(failure);
    }
}
