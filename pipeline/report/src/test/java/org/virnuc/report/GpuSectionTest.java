package org.virnuc.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.virnuc.telemetry.GpuRuns;
import org.virnuc.telemetry.RunReport;

/** What report.html says of GPUs. */
class GpuSectionTest {
    private static final Instant START = Instant.parse("2026-11-22T10:00:00Z");

    @Test
    void figuresAreATableAndEnergyASentence() {
        assertThat(page(GpuRuns.measured("run-1", START), true))
                .contains("<section id=\"gpus\"><h2>GPUs</h2>")
                .contains(
                        "<tr><td>cuda:0</td><td>NVIDIA Fast</td><td class=\"n\">75.0 %</td><td class=\"n\">3.2 GB</td>"
                                + "<td class=\"n\">613 W</td><td class=\"n\">698 W</td><td class=\"n\">19,000 J</td>"
                                + "<td class=\"n\">81 °C</td><td class=\"n\">25.0 %</td></tr>")
                .contains("<p>Energy of all GPUs: 4,750.0 J per million bases.</p>");
    }

    @Test
    void whatWasNotMeasuredIsNeverZero() {
        assertThat(page(GpuRuns.partly("run-1", START), true))
                .contains("<td class=\"n\">19,000 J</td>")
                .contains("<tr><td>cuda:1</td><td>NVIDIA &lt;b&gt;Slow&lt;/b&gt;</td>"
                        + "<td class=\"n\">not measured</td>".repeat(7) + "</tr>")
                .contains("<p>Energy of all GPUs: not measured.</p>");
        assertThat(page(GpuRuns.unmeasured("run-1", START), true))
                .contains("<tr><td>cuda:0</td><td>NVIDIA Fast</td>" + "<td class=\"n\">not measured</td>".repeat(7)
                        + "</tr>");
    }

    @Test
    void runsOnTheCpuAndRunsWithoutTelemetryHaveNoSuchSection() {
        assertThat(page(GpuRuns.cpu("run-1", START), true)).doesNotContain("GPU");
        assertThat(page(GpuRuns.measured("run-1", START), false)).doesNotContain("GPU");
    }

    private static String page(RunReport report, boolean timed) {
        return Pages.own(HtmlReport.render(
                Pages.summary("contig", 3), report, Pages.facts("virnuc-mini", Map.of("chunks", 3L), timed)));
    }
}
