package org.virnuc.telemetry.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FiguresTest {
    @Test
    void numbersAsPeopleReadThem() {
        assertThat(Figures.count(1_234_567)).isEqualTo("1,234,567");
        assertThat(Figures.seconds(0.0123)).isEqualTo("0.012 s");
        assertThat(Figures.seconds(1_234.56)).isEqualTo("1,234.6 s");
        assertThat(Figures.bytes(999)).isEqualTo("999 B");
        assertThat(Figures.bytes(1_000)).isEqualTo("1.0 kB");
        assertThat(Figures.bytes(999_960)).isEqualTo("1.0 MB");
        assertThat(Figures.bytes(12_345_678_901L)).isEqualTo("12.3 GB");
        assertThat(Figures.clock(34)).isEqualTo("0:34");
        assertThat(Figures.clock(725)).isEqualTo("12:05");
        assertThat(Figures.clock(3_723)).isEqualTo("1:02:03");
        assertThat(Figures.percent(0.0321)).isEqualTo("3.2 %");
        assertThat(Figures.rate(3.21)).isEqualTo("3.2");
        assertThat(Figures.rate(1_532.4)).isEqualTo("1,532");
        assertThat(Figures.times(4.12)).isEqualTo("4.1x");
        assertThat(Figures.times(412.3)).isEqualTo("412x");
    }

    @Test
    void theSameAsTheFormatterWould() {
        Random random = new Random(17);
        for (int i = 0; i < 20_000; i++) {
            double value = Math.pow(10, random.nextInt(14) - 4) * random.nextDouble();
            String pattern = value < 1 ? "%.3f s" : "%,.1f s";
            assertThat(Figures.seconds(value)).isEqualTo(String.format(Locale.ROOT, pattern, value));
            long count = random.nextLong() >> random.nextInt(63);
            assertThat(Figures.count(count)).isEqualTo(String.format(Locale.ROOT, "%,d", count));
        }
        assertThat(Figures.count(Long.MIN_VALUE)).isEqualTo("-9,223,372,036,854,775,808");
        assertThat(Figures.count(-999)).isEqualTo("-999");
        assertThat(Figures.count(100_000)).isEqualTo("100,000");
        assertThat(Figures.seconds(0.9996)).isEqualTo("1.000 s");
    }

    @Test
    void metricsByTheirName() {
        assertThat(Figures.metric("padding_share", 0.25)).isEqualTo("25.0 %");
        assertThat(Figures.metric("duplicates_saved", 1_200L)).isEqualTo("1,200");
        assertThat(Figures.metric("fill", 1_200.12345)).isEqualTo("1,200.123");
    }
}
