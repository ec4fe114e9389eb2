package org.virnuc.telemetry.dashboard;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.virnuc.telemetry.history.HistoryException;

/**
 * Tells pages that something has changed, as server-sent events: {@code change} with a number that is another after each
 * change, and {@code alive} now and then, so that a page notices a lost connection.
 */
final class LiveFeed {
    private static final Duration LOOK = Duration.ofMillis(700);
    private static final int ALIVE_EVERY = 7;
    private static final int PAGES = 24;

    private final RunSource source;
    private final Summaries summaries;
    private final Semaphore free = new Semaphore(PAGES);
    private final AtomicBoolean closed = new AtomicBoolean();

    LiveFeed(RunSource source, Summaries summaries) {
        this.source = source;
        this.summaries = summaries;
    }

    /** Sends events until the page goes away. Returns false at once if too many pages are connected. */
    boolean serve(Reply reply) throws IOException, InterruptedException {
        if (!free.tryAcquire()) {
            return false;
        }
        try (OutputStream out = reply.stream()) {
            write(out, "retry: 1000\n\n");
            long last = changes();
            write(out, event("change", last));
            for (int looks = 1; !closed.get(); looks++) {
                Thread.sleep(LOOK.toMillis());
                long now = changes();
                if (now != last) {
                    write(out, event("change", now));
                } else if (looks % ALIVE_EVERY == 0) {
                    write(out, event("alive", now));
                }
                last = now;
            }
        } catch (IOException gone) {
            // the page was closed
        } finally {
            free.release();
        }
        return true;
    }

    /** Returns the number that the next event has if nothing changes until then. */
    long changes() {
        try {
            return 31 * source.changes() + summaries.late();
        } catch (HistoryException unreadable) {
            return 0;
        }
    }

    void close() {
        closed.set(true);
    }

    private static String event(String name, long number) {
        return "event: " + name + "\ndata: " + number + "\n\n";
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
