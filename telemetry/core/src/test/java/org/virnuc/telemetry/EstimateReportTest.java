package org.virnuc.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnuc.telemetry.report.JsonReport;
import org.virnuc.telemetry.report.MarkdownReport;
import org.virnuc.telemetry.report.ReportCheck;
import org.virnuc.telemetry.report.SummaryReport;

class EstimateReportTest {
    private static final EstimateReport ESTIMATE = new EstimateReport(
            Instant.parse("2026-11-22T09:00:00Z"),
            EstimateReport.Figure.expected(15, 18, 22),
            EstimateReport.Figure.expected(10_000, 12_000, 14_000),
            null,
            null);

    private final Path folder;

    EstimateReportTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void finishedRunIsComparedFigureByFigure() throws IOException {
        RunReport run = SampleRuns.complete().withEstimate(ESTIMATE);
        EstimateReport estimate = Objects.requireNonNull(run.estimate());
        assertThat(estimate.seconds()).isEqualTo(new EstimateReport.Figure(15, 18, 22, 20.0, true));
        assertThat(estimate.tokens()).isEqualTo(new EstimateReport.Figure(10_000, 12_000, 14_000, 18_500.0, false));
        assertThat(estimate.notCompared()).isNull();
        assertThat(MarkdownReport.render(run))
                .contains(
                        "## Estimate against actual\n",
                        "| time | 18.0 s | 15.0 s and 22.0 s | 20.0 s | yes |",
                        "| tokens | 12,000 | 10,000 and 14,000 | 18,500 | no |");
        assertThat(SummaryReport.render(run))
                .contains(
                        "Estimate     time 18.0 s (15.0 s to 22.0 s), was 20.0 s: inside\n",
                        "             tokens 12,000 (10,000 to 14,000), was 18,500: outside\n");
        assertThat(violations(run, json -> {})).isEmpty();
        assertThat(JsonReport.parse(JsonReport.render(run).getBytes(StandardCharsets.UTF_8), "it"))
                .isEqualTo(run);
    }

    @Test
    void costsAreComparedInTheirCurrency() {
        BigDecimal cost = new BigDecimal("1.5");
        RunReport unpriced = SampleRuns.complete();
        RunReport run = unpriced.withCosts(totals(unpriced, cost), unpriced.stages(), null, null);
        assertThat(money(run, "EUR", cost)).isEqualTo(new EstimateReport.Money("EUR", cost, cost, cost, cost, true));
        assertThat(money(run, "EUR", BigDecimal.ONE).within()).isFalse();
        assertThat(money(run, "XXX", cost).actual()).isNull();
        assertThat(money(unpriced, "EUR", cost).actual()).isNull();
    }

    @Test
    void pricingAnewComparesAnew() {
        BigDecimal cost = new BigDecimal("1.5");
        RunReport before = SampleRuns.complete().withEstimate(estimate("EUR", cost));
        RunReport after = before.withCosts(totals(before, cost), before.stages(), null, null);
        assertThat(Objects.requireNonNull(
                                Objects.requireNonNull(after.estimate()).cost())
                        .within())
                .isTrue();
    }

    private static RunReport.Totals totals(RunReport run, BigDecimal cost) {
        RunReport.Totals totals = run.totals();
        return totals.withCosts(cost, "EUR", totals.perModel());
    }

    @Test
    void runThatIsNotLikeTheEstimatedOneIsNotCompared() {
        EstimateReport resumed = Objects.requireNonNull(
                SampleRuns.resumed().withEstimate(ESTIMATE).estimate());
        assertThat(resumed.notCompared())
                .isEqualTo("2 stages were taken from a checkpoint, and the estimate is of a run that begins afresh");
        assertThat(resumed.seconds().actual()).isNull();
        RunReport failed = SampleRuns.failed().withEstimate(ESTIMATE);
        assertThat(MarkdownReport.render(failed))
                .contains(
                        "| time | 18.0 s | 15.0 s and 22.0 s |  |  |",
                        "\nNot compared: the run has not come to its end.\n");
    }

    @Test
    void runningRunShowsWhatIsExpected() {
        PipelineTelemetry telemetry = SampleRuns.telemetry("run-1", new ManualClock());
        telemetry.expect(ESTIMATE);
        assertThat(telemetry.snapshot().estimate()).isEqualTo(ESTIMATE);
        RunReport ended = telemetry.finish(RunStatus.DONE, null);
        assertThat(Objects.requireNonNull(ended.estimate()).seconds().within()).isFalse();
    }

    @Test
    void checkFindsWhatCannotBe() throws IOException {
        RunReport run = SampleRuns.complete().withEstimate(ESTIMATE);
        assertThat(violations(run, json -> json.withObjectProperty("seconds").put("within", false)))
                .containsExactly("$.estimate.seconds.within: false, and 20.0 is between 15.0 and 22.0");
        assertThat(violations(run, json -> json.withObjectProperty("tokens").put("actual", 5)))
                .containsExactly("$.estimate.tokens.actual: 5 is not totals.tokens, 18500");
        assertThat(violations(run, json -> json.withObjectProperty("seconds").put("high", 17.5)))
                .contains("$.estimate.seconds.expected: 18.0 is not between 15.0 and 17.5");
        assertThat(violations(run, json -> json.withObjectProperty("seconds").remove("low")))
                .anyMatch(line -> line.startsWith("$.estimate.seconds: ") && line.contains("low"));
    }

    @Test
    void boundsInDisorderAreRefused() {
        assertThatThrownBy(() -> EstimateReport.Figure.expected(3, 2, 4))
                .hasMessage("estimate: 2.0 is not between 3.0 and 4.0");
    }

    private static EstimateReport.Money money(RunReport run, String currency, BigDecimal expected) {
        RunReport compared = run.withEstimate(estimate(currency, expected));
        return Objects.requireNonNull(
                Objects.requireNonNull(compared.estimate()).cost());
    }

    private static EstimateReport estimate(String currency, BigDecimal expected) {
        return new EstimateReport(
                ESTIMATE.madeAt(),
                ESTIMATE.seconds(),
                ESTIMATE.tokens(),
                EstimateReport.Money.expected(currency, expected, expected, expected),
                null);
    }

    private List<String> violations(RunReport run, Consumer<ObjectNode> change) throws IOException {
        ObjectNode json = (ObjectNode) new JsonMapper().readTree(JsonReport.render(run));
        change.accept((ObjectNode) json.path("estimate"));
        Path file = Files.writeString(folder.resolve("telemetry.json"), json.toString());
        return ReportCheck.check(file).stream()
                .map(ReportCheck.Violation::toString)
                .toList();
    }
}
