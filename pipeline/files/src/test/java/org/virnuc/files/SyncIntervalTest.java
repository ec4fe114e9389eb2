package org.virnuc.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SyncIntervalTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - SECOND / 2); // the clock of Java may overflow
    private final SyncInterval interval = new SyncInterval(Duration.ofSeconds(1), now::get);

    @Test
    void isDueOnceASecond() {
        assertThat(interval.due()).isFalse();
        now.addAndGet(SECOND - 1);
        assertThat(interval.due()).isFalse();
        now.addAndGet(1);
        assertThat(interval.due()).isTrue();
        assertThat(interval.due()).isTrue();
        interval.synced();
        assertThat(interval.due()).isFalse();
        now.addAndGet(SECOND);
        assertThat(interval.due()).isTrue();
    }

    @Test
    void withoutLengthItIsAlwaysDue() {
        SyncInterval always = new SyncInterval(Duration.ZERO, now::get);
        always.synced();
        assertThat(always.due()).isTrue();
    }
}
