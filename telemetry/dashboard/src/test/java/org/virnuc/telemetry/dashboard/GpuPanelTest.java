package org.virnuc.telemetry.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnuc.telemetry.GpuRuns;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.history.Attempt;
import org.virnuc.telemetry.history.Origin;
import org.virnuc.telemetry.history.RunHistory;

/** What the page of one run says of GPUs. */
class GpuPanelTest extends ServedRuns {
    GpuPanelTest(@TempDir Path folder) throws IOException {
        super(folder);
    }

    private String page(RunReport report) throws IOException, InterruptedException {
        try (RunHistory history = RunHistory.open(file)) {
            history.record(Attempt.of(report, Origin.here(folder.resolve(report.runId()))));
        }
        return page("?run=" + report.runId());
    }

    @Test
    void figuresAreATableAndEnergyASentence() throws Exception {
        assertThat(page(GpuRuns.measured("run-7", START)))
                .contains("<h3 id=\"gpus\">GPUs</h3>")
                .contains(
                        "<tr><th scope=\"row\">cuda:0</th><td>NVIDIA Fast</td><td class=\"number\">75.0 %</td>"
                                + "<td class=\"number\">3.2 GB</td><td class=\"number\">613 W</td><td class=\"number\">698 W</td>"
                                + "<td class=\"number\">19,000 J</td><td class=\"number\">81 °C</td><td class=\"number\">25.0 %</td></tr>")
                .contains("<p class=\"outcome\">Energy of all GPUs: 4,750.0 J per million bases.</p>");
    }

    @Test
    void whatWasNotMeasuredIsNeverZero() throws Exception {
        assertThat(page(GpuRuns.partly("run-7", START)))
                .contains("<td class=\"number\">19,000 J</td>")
                .contains("<tr><th scope=\"row\">cuda:1</th><td>NVIDIA &lt;b&gt;Slow&lt;/b&gt;</td>"
                        + "<td class=\"number none\">not measured</td>".repeat(7) + "</tr>")
                .contains("<p class=\"outcome\">Energy of all GPUs: not measured.</p>");
        assertThat(page(GpuRuns.unmeasured("run-8", START)))
                .contains("<tr><th scope=\"row\">cuda:0</th><td>NVIDIA Fast</td>"
                        + "<td class=\"number none\">not measured</td>".repeat(7) + "</tr>");
    }

    @Test
    void runsOnTheCpuSayNothingOfGpus() throws Exception {
        assertThat(page(GpuRuns.cpu("run-7", START))).doesNotContain("GPU");
    }
}
