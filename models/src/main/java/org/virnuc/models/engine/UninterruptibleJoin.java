package org.virnuc.models.engine;

import java.util.List;

/** Waiting for threads that nobody interrupts. */
final class UninterruptibleJoin {
    private UninterruptibleJoin() {}

    /** Waits until all have ended; an interrupt that comes meanwhile is there afterwards. */
    static void all(List<Thread> threads) {
        boolean interrupted = false;
        for (Thread thread : threads) {
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
