package org.virnuc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.StageReport;
import org.virnuc.telemetry.report.JsonReport;

/** Runs of the packaged program that share vectors. */
class EmbeddingCacheIT {
    private final Path folder;
    private final Path demo;
    private final Path cache;

    EmbeddingCacheIT(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.demo = DemoInput.beginnings(folder.resolve("demo.fna"));
        this.cache = folder.resolve("wombat vectors");
    }

    @Test
    void theSecondRunFindsAllAndADamagedVectorIsAWarning() throws IOException, InterruptedException {
        RunReport first = run("first");
        assertThat(calls(first)).isPositive();
        RunReport second = run("second");
        assertThat(calls(second)).isZero();
        assertThat(stage(second).metrics()).containsEntry("cache_hit_share", 1.0);
        for (String result : List.of("prediction_results.txt", "sequences.tsv", "contig_calls.tsv")) {
            assertThat(folder.resolve("second").resolve(result))
                    .hasSameBinaryContentAs(folder.resolve("first").resolve(result));
        }
        assertThat(folder.resolve("second/report.html"))
                .content()
                .contains("100.0 % of the frames were in the embedding cache");

        damage();
        RunReport third = run("third", "--no-sensitive-logs");
        assertThat(third.events())
                .extracting(event -> event.message())
                .contains("a vector in the embedding cache is damaged; it is computed again and replaced");
        assertThat(stage(third).metrics()).containsEntry("cache_damaged", 1L);
        for (String file : List.of("virnuc.log", "telemetry.json", "telemetry.md", "run.json", "report.html")) {
            assertThat(folder.resolve("third").resolve(file)).content().doesNotContain("wombat");
        }
    }

    private RunReport run(String name, String... options) throws IOException, InterruptedException {
        Stream<String> command = Stream.of(
                "predict",
                demo.toString(),
                "-o",
                name,
                "--device",
                "cpu",
                "--embedding-cache",
                cache.toString(),
                "--progress",
                "none");
        String[] arguments = Stream.concat(command, Stream.of(options)).toArray(String[]::new);
        try (Program program = Program.start(folder, folder, Map.of(), arguments)) {
            Program.Ended ended = program.end();
            assertThat(ended.code()).as("%s", ended.err()).isZero();
        }
        return JsonReport.read(folder.resolve(name).resolve("telemetry.json"));
    }

    private void damage() throws IOException {
        try (Stream<Path> files = Files.list(cache)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".seg")).toList()) {
                byte[] content = Files.readAllBytes(file);
                content[content.length - 1] ^= 1;
                Files.write(file, content);
            }
        }
    }

    private static long calls(RunReport report) {
        return report.totals().calls();
    }

    private static StageReport stage(RunReport report) {
        return report.stages().stream()
                .filter(stage -> stage.id().equals("dnabert-s"))
                .findFirst()
                .orElseThrow();
    }
}
