package org.virnuc.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What is kept and what is in vain where several files are worked on at once. */
class UsageMeterTest {
    private static final long SECOND = 1_000_000_000L;

    @Test
    void whatIsOnDiskIsKeptAndTheRestIsInVain() {
        UsageMeter meter = new UsageMeter(0);
        meter.add(call(2 * SECOND), CallUse.COMPUTE, "first", 2 * SECOND);
        meter.add(call(2 * SECOND), CallUse.COMPUTE, "second", 5 * SECOND);
        meter.markDurable("first", 6 * SECOND);
        meter.end(false, 8 * SECOND);
        assertThat(seconds(meter)).isEqualTo(Map.of(CallUse.COMPUTE, 2.0, CallUse.WASTED, 2.0));
        assertThat(meter.report("esm-2").wastedSeconds()).isEqualTo(2);
    }

    @Test
    void callsForTwoFilesSideBySideCoverASecondOnce() {
        UsageMeter meter = new UsageMeter(0);
        meter.add(call(4 * SECOND), CallUse.COMPUTE, "first", 4 * SECOND);
        meter.add(call(4 * SECOND), CallUse.COMPUTE, "second", 5 * SECOND);
        assertThat(seconds(meter)).isEqualTo(Map.of(CallUse.COMPUTE, 5.0));
        meter.markDurable("first", 6 * SECOND);
        meter.restart();
        assertThat(seconds(meter)).isEqualTo(Map.of(CallUse.COMPUTE, 4.0, CallUse.RETRIED, 1.0));
        meter.add(call(SECOND), CallUse.COMPUTE, "", 7 * SECOND);
        meter.markDurable("third", 8 * SECOND);
        meter.end(false, 9 * SECOND);
        assertThat(seconds(meter)).isEqualTo(Map.of(CallUse.COMPUTE, 5.0, CallUse.RETRIED, 1.0));
    }

    private static Map<CallUse, Double> seconds(UsageMeter meter) {
        return meter.report("esm-2").usage().stream()
                .collect(Collectors.toMap(UsageReport::use, UsageReport::busySeconds));
    }

    private static ModelCall call(long nanos) {
        return ModelCall.local("m")
                .device("cuda:0")
                .precision("bf16")
                .promptTokens(10)
                .items(1)
                .took(nanos);
    }
}
