package org.virnuc.telemetry;

import java.time.Instant;

/** The clock of the machine. */
enum SystemClock implements TelemetryClock {
    INSTANCE;

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public Instant now() {
        return Instant.now();
    }
}
