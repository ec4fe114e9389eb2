package org.virnuc.telemetry;

import java.time.Instant;

/** The machine's clock. */
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
