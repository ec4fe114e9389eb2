package org.virnuc.telemetry.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TerminalWidthTest {
    @Test
    void readsWhatSttyPrints() {
        assertThat(TerminalWidth.parse("24 132\n")).hasValue(132);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0 0\n", "24", "stty: standard input: Inappropriate ioctl for device", "24 1234567"})
    void anythingElseIsNoWidth(String printed) {
        assertThat(TerminalWidth.parse(printed)).isEmpty();
    }

    @Test
    void withoutATerminalTheEnvironmentSaysTheWidth() {
        TerminalWidth width = new TerminalWidth(OptionalInt::empty, Map.of("COLUMNS", "132"));
        width.measure();
        assertThat(width.getAsInt()).isEqualTo(132);
        assertThat(new TerminalWidth(OptionalInt::empty, Map.of("COLUMNS", "wide")).getAsInt())
                .isEqualTo(80);
    }

    @Test
    void isMeasuredOnceAndAfterEachResize() {
        AtomicInteger measured = new AtomicInteger();
        TerminalWidth width = new TerminalWidth(() -> OptionalInt.of(100 + measured.incrementAndGet()), Map.of());
        width.measure();
        width.measure();
        assertThat(width.getAsInt()).isEqualTo(101);
        width.outdate();
        width.measure();
        assertThat(width.getAsInt()).isEqualTo(102);
    }

    @Test
    void theProcessHasAWidth() {
        TerminalWidth width = TerminalWidth.ofProcess();
        width.measure();
        assertThat(width.getAsInt()).isPositive();
    }
}
