package org.virnuc.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnuc.cli.Program.Ended;

/** What the packaged program says before a run, beside what the run says afterwards. */
class DryRunIT {
    private static final String GENE = "ATGGCTTGGCATGACGAAACCCGTTTTCAGATGGCTCTGGGTAAAATTCGTGACTGGCATGAA";

    private final Path folder;
    private final Path working;

    DryRunIT(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.working = Files.createDirectory(folder.resolve("working"));
    }

    @Test
    void estimatesWhatTheRunThenDoesAndWritesNothing() throws IOException, InterruptedException {
        String history = folder.resolve("history.db").toString();
        Ended dryRun = predict("--dry-run", "-o", "out", "--history", history, "--output-format", "json");
        JsonNode estimate = new ObjectMapper().readTree(String.join("\n", dryRun.out()));
        assertThat(working).isEmptyDirectory();
        assertThat(folder.resolve("history.db")).doesNotExist();

        predict("-o", "out", "--history", history);
        assertThat(folder.resolve("history.db")).exists();
        JsonNode report = new ObjectMapper()
                .readTree(Files.readAllBytes(working.resolve("out").resolve("telemetry.json")));
        assertThat(estimate.path("schema").asText()).isEqualTo("virnuc-estimate/1");
        for (String count : List.of("bases", "chunks", "frames")) {
            assertThat(estimate.path("counts").path(count))
                    .as(count)
                    .isEqualTo(report.path("quantities").path(count));
        }
        for (int i = 0; i < report.path("stages").size(); i++) {
            JsonNode actual = report.path("stages").path(i);
            if (actual.path("id").asText().equals("chunk-head")) { // a row for each encoder
                assertThat(stage(estimate, "chunk-head dnabert-s").isMissingNode())
                        .isFalse();
                assertThat(stage(estimate, "chunk-head esm-2").isMissingNode()).isFalse();
                continue;
            }
            JsonNode expected = stage(estimate, actual.path("id").asText());
            assertThat(expected.isMissingNode()).as("%s", actual.path("id")).isFalse();
            long tokens = actual.path("calls").path("prompt_tokens").asLong();
            if (expected.path("id").asText().equals("esm-2")) {
                assertThat(expected.path("tokens").path("expected").asLong())
                        .as("protein tokens are exact")
                        .isEqualTo(tokens);
            } else if (expected.path("id").asText().equals("dnabert-s")) {
                assertThat(tokens)
                        .isBetween(
                                expected.path("tokens").path("low").asLong(),
                                expected.path("tokens").path("high").asLong());
            }
        }
        JsonNode compared = report.path("estimate");
        assertThat(compared.path("not_compared").isNull()).isTrue();
        for (String figure : List.of("seconds", "tokens", "cost")) {
            for (String bound : List.of("low", "expected", "high")) {
                assertThat(compared.path(figure).path(bound).asDouble())
                        .as("%s %s", figure, bound)
                        .isCloseTo(
                                bound(estimate, figure, bound),
                                within(figure.equals("tokens") ? 2.0 : 0.5)); // four rows, each rounded to 0.5
            }
        }
        assertThat(compared.path("seconds").path("actual")).isEqualTo(report.path("wall_seconds"));
        assertThat(compared.path("tokens").path("within").asBoolean()).isTrue();
        assertThat(compared.path("cost").path("within").asBoolean()).isTrue();
        assertThat(Files.readString(working.resolve("out/telemetry.md"))).contains("## Estimate against actual");
        assertThat(Files.readString(working.resolve("out/report.html"))).contains("Expected before the run: time ");
        assertThat(estimate.path("stages")).hasSize(11);
        assertThat(estimate.path("cost").path("expected").decimalValue()).isEqualByComparingTo("0");
        assertThat(estimate.path("peak_memory_bytes").asLong()).isPositive();
    }

    private static JsonNode stage(JsonNode estimate, String id) {
        for (JsonNode stage : estimate.path("stages")) {
            if (stage.path("id").asText().equals(id)) {
                return stage;
            }
        }
        return MissingNode.getInstance();
    }

    @Test
    void thePageForPeople() throws IOException, InterruptedException {
        List<String> page = predict("--dry-run").out();
        assertThat(page.get(0)).isEqualTo("Dry run      what a fresh run takes; nothing was written");
        assertThat(page).anyMatch(line -> line.startsWith("Input        3 records, 3,087 bases, "));
        assertThat(page).anyMatch(line -> line.startsWith("Time         ") && line.contains(" on cpu in "));
        assertThat(page).anyMatch(line -> line.startsWith("Cost         0 USD (0 to 0)"));
        assertThat(page).anyMatch(line -> line.startsWith("consensus  "));
        assertThat(working).isEmptyDirectory();
    }

    @Test
    void badInputIsThree() throws IOException, InterruptedException {
        Ended ended = start(">a\nAC7T\n", "--dry-run");
        assertThat(ended.code()).isEqualTo(3);
        assertThat(ended.err()).singleElement().asString().startsWith("virnuc: standard input, line 2: '7' is not");
        assertThat(working).isEmptyDirectory();
    }

    /** Of the whole run, as the dry run has printed it. */
    private static double bound(JsonNode estimate, String figure, String bound) {
        if (!figure.equals("tokens")) {
            return estimate.path(figure).path(bound).asDouble();
        }
        double sum = 0;
        for (JsonNode stage : estimate.path("stages")) {
            sum += stage.path("tokens").path(bound).asDouble();
        }
        return sum;
    }

    private Ended predict(String... options) throws IOException, InterruptedException {
        StringBuilder fasta = new StringBuilder();
        for (int i = 1; i <= 3; i++) {
            fasta.append(">contig").append(i).append('\n');
            fasta.append(GENE.substring(i).repeat(18).substring(0, 1029)).append('\n');
        }
        Ended ended = start(fasta.toString(), options);
        assertThat(ended.code()).as("%s", ended.err()).isZero();
        return ended;
    }

    private Ended start(String fasta, String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("predict", "-", "--device", "cpu", "--progress", "none"));
        command.addAll(List.of(options));
        Map<String, String> own = Map.of("XDG_CONFIG_HOME", folder.toString());
        try (Program program = Program.start(folder, working, own, command.toArray(String[]::new))) {
            try (OutputStream input = program.input()) {
                input.write(fasta.getBytes(StandardCharsets.US_ASCII));
            }
            return program.end();
        }
    }
}
