package org.virnuc.models.engine;

import java.util.List;

/** Waits for threads to end without being cut short by an interrupt. */
final class UninterruptibleJoin {
    private UninterruptibleJoin() {}

    /**
     * Waits until all threads have ended. If the caller is interrupted meanwhile, its interrupt flag is set afterwards.
     */
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
