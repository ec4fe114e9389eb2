package org.virnuc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.report.JsonReport;

class TelemetryTierTest {
    private static final List<String> FILES =
            List.of("telemetry.json", "telemetry.md", "calls.jsonl", "spans.jsonl", "attempts");

    private final Path folder;
    private final Path out;
    private final Path input;

    TelemetryTierTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.out = folder.resolve("out");
        this.input = Files.writeString(
                folder.resolve("in.fa"), ">a\n" + "ATGAAACGTATTGGTCGCATTACCGGTGAACTGCTGGAAGCG".repeat(14) + "\n");
    }

    @Test
    void theRunFileSetsTheTierAndTheCommandLineWins() throws IOException {
        Path config = Files.writeString(folder.resolve("run.yaml"), "telemetry: full\n");
        predict("--config", config.toString());
        assertThat(written()).containsExactly("telemetry.json", "telemetry.md", "calls.jsonl", "spans.jsonl");
        RunReport report = JsonReport.read(out.resolve("telemetry.json"));
        assertThat(report.totals().calls()).isPositive();
        assertThat(Files.readAllLines(out.resolve("calls.jsonl")))
                .hasSize((int) report.totals().calls())
                .allSatisfy(line -> assertThat(line).contains(report.runId()));
        assertThat(Files.readAllLines(out.resolve("spans.jsonl")))
                .filteredOn(line -> !line.contains("\"kind\":\"event\""))
                .hasSize(11); // nine stages, the chunk head and the run
        assertThat(new ObjectMapper()
                        .readTree(out.resolve("run.json").toFile())
                        .at("/files/calls")
                        .asText())
                .isEqualTo("calls.jsonl");

        assertThat(out.resolve("report.html")).content().contains("<h2>Time</h2>");

        predict("--config", config.toString(), "--telemetry", "summary");
        assertThat(written()).containsExactly("telemetry.json", "telemetry.md");
        predict("--config", config.toString(), "--telemetry", "off");
        assertThat(written()).isEmpty();
        assertThat(out.resolve("report.html"))
                .content()
                .contains("What was found")
                .doesNotContain("<h2>Time</h2>");
    }

    @Test
    void theResultsAreTheSameInEveryTier() throws IOException {
        List<String> results = new ArrayList<>();
        for (String tier : List.of("off", "summary", "full")) {
            predict("--telemetry", tier, "--force");
            results.add(Files.readString(out.resolve("prediction_results.txt")));
        }
        assertThat(results.get(0)).isNotEmpty();
        assertThat(results).containsOnly(results.get(0));
    }

    @Test
    void anotherTierIsRefused() {
        CommandRun run = CommandRun.of("predict", input.toString(), "--telemetry", "everything");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err().get(0))
                .contains("--telemetry")
                .contains("everything")
                .contains("off, summary, full");
    }

    private void predict(String... options) {
        List<String> arguments = new ArrayList<>(List.of("predict", input.toString(), "-o", out.toString()));
        arguments.addAll(List.of("--progress", "none"));
        arguments.addAll(List.of(options));
        CommandRun run = CommandRun.of(arguments.toArray(String[]::new));
        assertThat(run.code()).as("%s", run.err()).isZero();
    }

    private List<String> written() {
        return FILES.stream().filter(name -> Files.exists(out.resolve(name))).toList();
    }
}
