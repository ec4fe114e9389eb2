package org.virnuc.models.hub;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Timer;
import java.util.TimerTask;

/** Closes a stream that gives nothing for too long, so that a server which falls silent cannot hold the program for ever. */
final class IdleGuard implements AutoCloseable {
    private final Timer timer = new Timer("virnuc-download-guard", true);
    private volatile boolean active = true;
    private volatile boolean expired;

    IdleGuard(InputStream stream, Duration limit) {
        TimerTask check = new TimerTask() {
            @Override
            public void run() {
                check(stream);
            }
        };
        timer.schedule(check, limit.toMillis(), limit.toMillis());
    }

    /** Something has come. */
    void alive() {
        active = true;
    }

    /** Whether the stream was closed here. */
    boolean expired() {
        return expired;
    }

    private void check(InputStream stream) {
        if (active) {
            active = false;
            return;
        }
        expired = true;
        try {
            stream.close();
        } catch (IOException alreadyBroken) {
            timer.cancel();
        }
    }

    @Override
    public void close() {
        timer.cancel();
    }
}
