package org.virnuc.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Turns SIGINT and SIGTERM into an interrupt of the main thread and gives the run time to write its reports. The
 * process then exits with the code of an interrupted run.
 */
final class Cancellation extends Thread {
    private static final long PATIENCE_SECONDS = 60;

    private final Thread main;
    private final CountDownLatch mainIsDone = new CountDownLatch(1);

    Cancellation(Thread main) {
        super("cancellation");
        this.main = main;
    }

    /** Records that the main thread has its exit code and will end the process itself. */
    void finished(int code) {
        exitCode = code;
        mainIsDone.countDown();
    }

    private volatile int exitCode = ExitCode.INTERRUPTED.number();

    @Override
    public void run() {
        if (mainIsDone.getCount() == 0) {
            return;
        }
        main.interrupt();
        try {
            if (!mainIsDone.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                exitCode = ExitCode.INTERRUPTED.number();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(exitCode);
    }
}
