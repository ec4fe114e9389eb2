package org.virnuc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnuc.cli.Program.Ended;

/** Compares the embedded model in two settings with the packaged program. */
class VerifyIT {
    private final Path folder;
    private final Path working;
    private final Path demo;

    VerifyIT(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.working = Files.createDirectory(folder.resolve("working"));
        this.demo = DemoInput.whole(folder.resolve("wombat.fna"));
    }

    @Test
    void fp32InBatchesGivesTheLabelsOfFp32OneByOne() throws IOException, InterruptedException {
        Ended ended = verify("--sample", "30", "--precision", "fp32", "--output-format", "json");
        JsonNode found = new ObjectMapper().readTree(String.join("\n", ended.out()));
        assertThat(found.path("schema").asText()).isEqualTo("virnuc-agreement/1");
        assertThat(found.path("sample_chunks").asInt()).isEqualTo(30);
        assertThat(found.path("scored_chunks").asInt()).isEqualTo(120);
        assertThat(found.path("chunks").path("agreement").asDouble()).isEqualTo(1);
        assertThat(found.path("frames").path("all").asInt()).isGreaterThanOrEqualTo(30);
        assertThat(found.path("score_differences").path("max").asDouble()).isLessThan(1e-4);
        assertThat(found.path("fast").path("precision").asText()).isEqualTo("fp32");
        assertThat(found.path("enough").asBoolean()).isTrue();
        assertThat(ended.code()).isZero();
        assertThat(working).isEmptyDirectory();
    }

    @Test
    void theHistoryHasWhatWasFound() throws IOException, InterruptedException {
        String history = folder.resolve("history.db").toString();
        Ended ended = verify("--sample", "5", "--precision", "fp32", "--history", history, "--alert", "seconds>0");
        assertThat(ended.code()).isZero();
        assertThat(ended.err()).anyMatch(line -> line.contains("seconds is ") && line.contains("above the alert at 0"));
        assertThat(ended.err()).anyMatch(line -> line.contains("summary: ") && line.endsWith(", 1 warning"));
        List<String> listed =
                CommandRun.of("runs", "list", "--history", history).out();
        assertThat(listed).hasSize(2);
        assertThat(listed.get(1)).contains("done", "virnuc-mini/dna-encoder");
        List<String> shown = CommandRun.of("runs", "show", listed.get(1).split(" ", 2)[0], "--history", history)
                .out();
        assertThat(shown)
                .anyMatch(line -> line.startsWith("Command ") && line.contains("virnuc verify "))
                .anyMatch(line -> line.startsWith("comparison "));
    }

    @Test
    void aLowerPrecisionDiffersAndNothingSensitiveIsSaid() throws IOException, InterruptedException {
        Ended ended = verify("--sample", "10", "--precision", "bf16", "--min-agreement", "0.5", "--no-sensitive-logs");
        assertThat(ended.out().get(0)).isEqualTo("Compared     bf16 as a run has it, with fp32, one sequence a call");
        assertThat(ended.out().get(1))
                .isEqualTo("Sample       10 of the 120 chunks of the input that have an open frame, drawn at random"
                        + " (--sample)");
        assertThat(ended.out()).noneMatch(line -> line.contains("wombat"));
        assertThat(ended.out()).noneMatch(line -> line.startsWith("Scores       differ by 0.00000 at most"));
        assertThat(ended.err()).noneMatch(line -> line.contains("wombat"));
        assertThat(ended.code()).isZero();
    }

    private Ended verify(String... options) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of("verify", demo.toString(), "--device", "cpu", "--progress", "none"));
        command.addAll(List.of(options));
        try (Program program = Program.start(folder, working, Map.of(), command.toArray(String[]::new))) {
            return program.end();
        }
    }
}
