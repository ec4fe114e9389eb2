package org.virnuc.telemetry.cost;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.virnuc.telemetry.PricingReport.DevicePrice;
import org.virnuc.telemetry.PricingReport.ModelPrice;
import org.virnuc.telemetry.PricingReport.Origin;

class CostForecastTest {
    private static final Instant DAY = Instant.parse("2026-11-22T00:00:00Z");
    private static final Origin ORIGIN = new Origin("test", "2026-01-01", "2026-12-31");
    private static final BigDecimal FREE = BigDecimal.ZERO;

    @Test
    void everyDeviceIsPaidForAllOfTheTime() {
        CostForecast forecast = new CostForecast(sheet(), DAY);
        assertThat(forecast.devices(Map.of("cuda:0", "NVIDIA L4", "cuda:1", "cuda:1"), 1800))
                .isEqualTo("0.9");
        assertThat(forecast.currency()).isEqualTo("EUR");
        assertThat(forecast.estimated()).isEmpty();
    }

    @Test
    void aDeviceWithoutAPriceIsNotFree() {
        CostForecast forecast = new CostForecast(sheet(), DAY);
        assertThat(forecast.devices(Map.of("cpu", "cpu"), 1800)).isNull();
        assertThat(forecast.notPriced()).containsExactly("cpu");
    }

    @Test
    void aPriceOutsideItsDaysIsMarked() {
        CostForecast forecast = new CostForecast(sheet(), Instant.parse("2027-01-01T00:00:00Z"));
        assertThat(forecast.devices(Map.of("cuda:0", "NVIDIA L4"), 3600)).isEqualTo("0.8");
        assertThat(forecast.estimated()).containsExactly("cuda:0");
    }

    @Test
    void tokensOfANamedModelArePaid() {
        CostForecast forecast = new CostForecast(sheet(), DAY);
        assertThat(forecast.tokens("esm", "local", 1_500_000)).isEqualTo("3");
        assertThat(forecast.tokens("dna", "local", 1_500_000)).isNull();
    }

    @Test
    void entriesSayWhichOfThemAreUsed() {
        CostForecast forecast = new CostForecast(sheet(), DAY);
        assertThat(forecast.entries(Map.of("cuda:0", "NVIDIA L4")))
                .containsExactly(
                        new CostForecast.Entry("NVIDIA L4", new BigDecimal("0.8"), true),
                        new CostForecast.Entry("cuda", new BigDecimal("1"), false));
    }

    private static PriceSheet sheet() {
        return new PriceSheet(
                "EUR",
                Map.of("esm", new ModelPrice(new BigDecimal("0.002"), FREE, FREE, ORIGIN)),
                Map.of(
                        "NVIDIA L4",
                        new DevicePrice(new BigDecimal("0.8"), ORIGIN),
                        "cuda",
                        new DevicePrice(new BigDecimal("1"), ORIGIN)));
    }
}
