package org.virnuc.models.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LimitedStreamTest {
    private final AtomicLong now = new AtomicLong(77);

    private LimitedStream over(InputStream in, int leastSpeed) {
        Limits.Pace pace = new Limits.Pace(Duration.ofMinutes(10), leastSpeed);
        return new LimitedStream(in, Duration.ofMinutes(1), pace, now::get);
    }

    private void pass(long seconds) {
        now.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
    }

    @Test
    void contentThatArrivesInTimeIsComplete() throws IOException {
        try (LimitedStream stream = over(new ByteArrayInputStream(new byte[5000]), 1000)) {
            assertThat(stream.readNBytes(1000)).hasSize(1000);
            pass(600);
            assertThat(stream.readNBytes(1000)).as("the grace is over").hasSize(1000);
            pass(1);
            assertThat(stream.readAllBytes()).hasSize(3000);
            assertThat(stream.read()).isEqualTo(-1);
        }
    }

    @Test
    void whatComesTooSlowlyOnAverageIsBrokenOff() throws IOException {
        try (LimitedStream stream = over(new ByteArrayInputStream(new byte[5000]), 1000)) {
            stream.readNBytes(1000);
            pass(603);
            assertThatThrownBy(() -> stream.readNBytes(1000))
                    .isInstanceOf(IOException.class)
                    .hasMessage("only 2000 bytes came in 603 s");
        }
    }

    /** The clock jumps while the reader waits; the guard looks every few milliseconds of real time. */
    @Test
    void whatFallsSilentIsBrokenOff() throws IOException {
        CountDownLatch closed = new CountDownLatch(1);
        InputStream waiting = new InputStream() {
            @Override
            public int read() throws IOException {
                return read(new byte[1], 0, 1);
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                pass(120);
                try {
                    closed.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                throw new IOException("closed");
            }

            @Override
            public void close() {
                closed.countDown();
            }
        };
        Limits.Pace pace = new Limits.Pace(Duration.ofMillis(40), 1 << 30);
        try (LimitedStream stream = new LimitedStream(waiting, Duration.ofSeconds(100), pace, now::get)) {
            assertThatThrownBy(() -> stream.read(new byte[10]))
                    .isInstanceOf(IOException.class)
                    .hasMessage("nothing came for 120 s");
        }
    }

    /** A slow disk is no silent server. */
    @Test
    void theTimeOfTheReaderIsNoSilence() throws IOException {
        try (LimitedStream stream = over(new ByteArrayInputStream(new byte[20]), 1000)) {
            stream.readNBytes(10);
            pass(90);
            assertThat(stream.readNBytes(10)).hasSize(10);
        }
    }

    @Test
    void theDefaultsAreThoseThatAreDocumented() {
        assertThat(Limits.DEFAULT.connect()).hasSeconds(30);
        assertThat(Limits.DEFAULT.firstByte()).hasSeconds(60);
        assertThat(Limits.DEFAULT.idle()).hasSeconds(60);
        assertThat(Limits.DEFAULT.ofListing().nanos(1_000_000)).isEqualTo(TimeUnit.SECONDS.toNanos(120));
        assertThat(Limits.DEFAULT.ofFile().nanos(16L << 30)).isEqualTo(TimeUnit.SECONDS.toNanos(600 + (1 << 20)));
    }
}
