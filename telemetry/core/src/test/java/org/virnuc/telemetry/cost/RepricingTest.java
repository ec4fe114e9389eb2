package org.virnuc.telemetry.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnuc.telemetry.CostReport;
import org.virnuc.telemetry.ManualClock;
import org.virnuc.telemetry.PricedRuns;
import org.virnuc.telemetry.PricingReport.DevicePrice;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.RunStatus;
import org.virnuc.telemetry.report.JsonReport;
import org.virnuc.telemetry.report.ReportException;

class RepricingTest {
    private final Path file;

    RepricingTest(@TempDir Path folder) {
        this.file = folder.resolve("telemetry.json");
    }

    @Test
    void theSameSheetGivesTheSameReport() throws IOException {
        RunReport report = finished();
        Files.writeString(file, JsonReport.render(report));
        assertThat(Repricing.of(file, PricedRuns.sheet())).isEqualTo(report);
        assertThat(Repricing.of(PricedRuns.failed(), PricedRuns.sheet())).isEqualTo(PricedRuns.failed());
    }

    @Test
    void twicethePriceIsTwiceTheCostOfDevices() throws IOException {
        Files.writeString(file, JsonReport.render(finished()));
        RunReport dearer = Repricing.of(file, PricedRuns.sheet("7.20"));
        assertThat(dearer.totals().cost()).isEqualTo("0.2104");
        assertThat(JsonReport.read(Files.writeString(file, JsonReport.render(dearer))))
                .isEqualTo(dearer);
        assertThat(Repricing.of(dearer, PricedRuns.sheet())).isEqualTo(finished());
    }

    @Test
    void historyInAnotherCurrencyIsLeftOut() {
        RunReport report = finished();
        CostReport costs = Objects.requireNonNull(report.costs());
        RunReport later = report.withCosts(
                report.totals(),
                report.stages(),
                report.pricing(),
                costs.within(new CostReport.Earlier(1, BigDecimal.ONE), null));
        PriceSheet euros = new PriceSheet(
                "EUR", Map.of(), Map.of("cuda", new DevicePrice(new BigDecimal("36"), PricedRuns.CONTRACT)));
        RunReport changed = Repricing.of(later, euros);
        assertThat(changed.totals().currency()).isEqualTo("EUR");
        assertThat(changed.totals().cost()).isEqualTo("1");
        CostReport repriced = Objects.requireNonNull(changed.costs());
        assertThat(repriced.saved()).isNull();
        assertThat(repriced.earlier()).isNull();
        assertThat(Objects.requireNonNull(
                                Repricing.of(later, PricedRuns.sheet("1")).costs())
                        .earlier())
                .isNotNull();
    }

    @Test
    void aReportThatDoesNotSayWhatWasUsedCannotBePriced() throws IOException {
        String text = JsonReport.render(finished());
        int start = text.indexOf("  \"costs\" : {");
        int end = text.indexOf("  \"events\" :");
        Files.writeString(file, text.substring(0, start) + text.substring(end));
        assertThatExceptionOfType(ReportException.class)
                .isThrownBy(() -> Repricing.of(file, PricedRuns.sheet()))
                .withMessage(file + " does not say what the run used (\"costs\" is missing): it was written by a"
                        + " version that could not be re-priced");
    }

    private static RunReport finished() {
        return PricedRuns.complete(new ManualClock()).finish(RunStatus.DONE, null);
    }
}
