package org.virnuc.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

class FailuresTest {
    @Test
    void namesTheFailureInsideExecutorsWrappers() {
        Throwable error = new ExecutionException(new CompletionException(new IOException("disk full")));
        assertThat(Failures.of(error)).isEqualTo(new RunReport.Failure("file", "disk full"));
        assertThat(Failures.describe(error)).isEqualTo("disk full");
    }

    @Test
    void keepsTheOuterExceptionThatAddsContext() {
        Throwable error = new IllegalStateException("stage esm-2", new IOException("disk full"));
        assertThat(Failures.describe(error)).isEqualTo("stage esm-2");
    }

    @Test
    void anExceptionMayHaveNoMessageOrName() {
        assertThat(Failures.describe(new IOException())).isEqualTo("it cannot be read or written");
        assertThat(Failures.of(new ExecutionException("alone", null)).message()).isEqualTo("alone");
    }

    @Test
    void findsInterruptionsAtAnyDepth() {
        assertThat(Failures.isInterruption(new InterruptedException())).isTrue();
        assertThat(Failures.isInterruption(new ClosedByInterruptException())).isTrue();
        assertThat(Failures.isInterruption(new CancellationException())).isTrue();
        assertThat(Failures.isInterruption(new RuntimeException(new InterruptedIOException())))
                .isTrue();
        assertThat(Failures.isInterruption(new SocketTimeoutException())).isFalse();
        assertThat(Failures.isInterruption(new IOException())).isFalse();
    }

    @Test
    void circularCausesEnd() {
        Throwable circular = new ExecutionException("one", null) {
            private static final long serialVersionUID = 1L;

            @Override
            public synchronized Throwable getCause() {
                return this;
            }
        };
        assertThat(Failures.isInterruption(circular)).isFalse();
        assertThat(Failures.of(circular).message()).isEqualTo("one");
    }
}
