package org.virnuc.models.hub;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.virnuc.files.Reason;
import org.virnuc.models.ModelException;

/**
 * Repeats an action a few times, with growing pauses, after broken connections and while a server is busy.
 *
 * <p>Failsafe (3.3, 144 kB, tried) cannot restart its count of attempts whenever 64 KiB more have arrived, and wraps an
 * {@link IOException} or an interrupt in an exception of its own.
 */
final class Retry {
    private static final int ATTEMPTS = 5;
    private static final long LONGEST_PAUSE = 60;

    /**
     * Bytes that count as progress. Without such a minimum, a server that breaks off after every few bytes would be
     * asked forever.
     */
    private static final long PROGRESS = 64 << 10;

    private final Pause pause;
    private final PullListener listener;

    /** Waits between attempts; tests only record the duration. */
    @FunctionalInterface
    interface Pause {
        void seconds(long seconds) throws InterruptedException;
    }

    /** An action that may have to be repeated. */
    @FunctionalInterface
    interface Call<T> {
        T run() throws IOException, InterruptedException;
    }

    /** Reports how far an action has come, so that one that makes progress is not given up. */
    @FunctionalInterface
    interface Position {
        long bytes() throws IOException;
    }

    Retry(Pause pause, PullListener listener) {
        this.pause = pause;
        this.listener = listener;
    }

    /** A pause in real time. */
    static void sleep(long seconds) throws InterruptedException {
        TimeUnit.SECONDS.sleep(seconds);
    }

    /**
     * Repeats an action until it succeeds.
     *
     * @param what names the action in messages
     * @throws ModelException if it failed five times in a row without making 64 KiB of progress
     */
    <T> T until(String what, Position position, Call<T> call) throws IOException, InterruptedException {
        int failures = 0;
        long reached = position.bytes();
        while (true) {
            try {
                return call.run();
            } catch (IOException e) {
                if (Thread.interrupted()) {
                    throw interrupted(e);
                }
                long now = position.bytes();
                boolean gotOn = now - reached >= PROGRESS;
                failures = gotOn ? 1 : failures + 1;
                reached = gotOn ? now : reached;
                if (failures >= ATTEMPTS) {
                    throw new ModelException(
                            "cannot get " + what + ": " + reason(e)
                                    + "; check the connection, the same command goes on where this one stopped",
                            e);
                }
                long seconds = pauseAfter(e, failures);
                listener.note(what + ": " + reason(e) + "; trying again in " + seconds + " s");
                pause.seconds(seconds);
            }
        }
    }

    private static InterruptedException interrupted(IOException cause) {
        InterruptedException interruption = new InterruptedException("cancelled");
        interruption.initCause(cause);
        return interruption;
    }

    private static long pauseAfter(IOException e, int failures) {
        long own = 1L << (failures - 1);
        long asked = e instanceof Http.BusyException busy ? busy.seconds().orElse(own) : own;
        return Math.min(LONGEST_PAUSE, asked);
    }

    private static String reason(IOException e) {
        return Reason.of(e);
    }
}
