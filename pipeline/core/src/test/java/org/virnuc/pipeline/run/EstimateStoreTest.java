package org.virnuc.pipeline.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnuc.telemetry.EstimateReport;
import org.virnuc.telemetry.PricingReport.DevicePrice;
import org.virnuc.telemetry.PricingReport.Origin;
import org.virnuc.telemetry.cost.PriceSheet;

/** Estimates are compared with runs of the same prices. */
class EstimateStoreTest {
    private static final EstimateReport ESTIMATE = new EstimateReport(
            Instant.parse("2026-11-22T10:00:00Z"),
            EstimateReport.Figure.expected(4, 5, 6),
            EstimateReport.Figure.expected(70, 80, 90),
            EstimateReport.Money.expected("EUR", new BigDecimal("0.1"), new BigDecimal("0.2"), new BigDecimal("0.3")),
            null);

    private static PriceSheet sheet(String currency, String perHour) {
        Origin origin = new Origin("contract", "2026-01-01", null);
        return new PriceSheet(
                currency,
                Map.of(),
                Map.of(
                        "cpu", new DevicePrice(new BigDecimal(perHour), origin),
                        "cuda", new DevicePrice(new BigDecimal("2"), origin)));
    }

    @Test
    void aCostByOtherPricesIsNotCompared(@TempDir Path folder) throws IOException {
        EstimateStore store = new EstimateStore(folder);
        Instant now = Instant.now();
        EstimateReport made = new EstimateReport(
                now.truncatedTo(ChronoUnit.SECONDS), ESTIMATE.seconds(), ESTIMATE.tokens(), ESTIMATE.cost(), null);
        store.put("key", made, sheet("EUR", "1"));
        assertThat(store.find("key", sheet("EUR", "1"))).contains(made);
        for (PriceSheet other : new PriceSheet[] {sheet("EUR", "1.5"), sheet("USD", "1")}) {
            EstimateReport found = store.find("key", other).orElseThrow();
            assertThat(found.cost()).isNull();
            assertThat(found.seconds()).isEqualTo(made.seconds());
            assertThat(found.tokens()).isEqualTo(made.tokens());
        }
        assertThat(store.find("other", sheet("EUR", "1"))).isEmpty();
        // Earlier versions did not say by which prices an estimate was made.
        Path file = folder.resolve("key.json");
        Files.writeString(file, Files.readString(file).replaceFirst(",\"prices\":\"[^\"]+\"", ""));
        assertThat(store.find("key", sheet("EUR", "1")).orElseThrow().cost()).isNull();
    }
}
