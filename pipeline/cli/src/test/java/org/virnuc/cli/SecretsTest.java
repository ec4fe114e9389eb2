package org.virnuc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Passwords, and words that a user has chosen, in what a run leaves and says. */
class SecretsTest {
    private static final String GENE = "ATGAAACGTATTGGTCGCATTACC";
    private static final String SECRET = "geheim4711";

    private final Path folder;
    private final Path out;
    private final Path input;

    SecretsTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.out = folder.resolve("out");
        this.input = Files.writeString(folder.resolve("in.fa"), ">a\n" + GENE.repeat(30) + "\n");
    }

    /** The command line is recorded; its password is not, whatever the options are. */
    @Test
    void aPasswordInAnAddressIsNowhere() throws IOException {
        CommandRun run = predict("--otlp-endpoint", "http://user:" + SECRET + "@127.0.0.1:9/x?key=" + SECRET);
        assertThat(run.code()).as("%s", run.err()).isZero();
        assertThat(out.resolve("run.json")).content().contains("http://***@127.0.0.1:9");
        assertNowhere(run);
        CommandRun wrong = predict("--otlp-endpoint", "ftp://user:" + SECRET + "@127.0.0.1:9");
        assertThat(wrong.code()).isEqualTo(2);
        assertNowhere(wrong);
        CommandRun malformed = predict("--otlp-endpoint", "http://user:" + SECRET + "@[x");
        assertThat(malformed.code()).isEqualTo(2);
        assertNowhere(malformed);
    }

    @Test
    void wordsOfAPriceSheetAreNowhereWithoutSensitiveLogs() throws IOException {
        Path prices = Files.writeString(
                folder.resolve("prices.yaml"),
                "currency: USD\nsource: contract " + SECRET + "\ndevices:\n  cpu:\n    per_hour: 1\n    source: \""
                        + SECRET + ", page 3\"\n");
        CommandRun run = predict("--no-sensitive-logs", "--prices", prices.toString());
        assertThat(run.code()).as("%s", run.err()).isZero();
        assertThat(out.resolve("telemetry.json")).content().contains("\"pricing\" : {");
        assertNowhere(run);
        Files.writeString(prices, "currency: USD\nmodels:\n  m:\n    " + SECRET + ": 1\n");
        CommandRun damaged = predict("--no-sensitive-logs", "--prices", prices.toString());
        assertThat(damaged.code()).isEqualTo(2);
        assertThat(damaged.err()).singleElement().asString().contains("unknown key");
        assertNowhere(damaged);
    }

    @Test
    void wordsThatAUserChose() {
        assertThat(OwnWords.ofPriceSheet("    source: \"the contract, page 3\" # of 2026"))
                .contains("the contract, page 3");
        assertThat(OwnWords.ofPriceSheet("  my-model: { prompt: 0.5, source: list }"))
                .contains("my-model", "list");
        assertThat(OwnWords.ofPriceSheet("valid_from: 2026-11-22")).isEmpty();
        assertThat(OwnWords.ofExports(
                        Map.of("OTEL_RESOURCE_ATTRIBUTES", "team=K%C3%B6ln,node=n1", "OTEL_SERVICE_NAME", "screening")))
                .contains("team", "K%C3%B6ln", "Köln", "node", "n1", "screening");
    }

    private void assertNowhere(CommandRun run) throws IOException {
        assertThat(String.join("\n", run.err()) + String.join("\n", run.out())).doesNotContain(SECRET);
        List<Path> files;
        try (Stream<Path> all = Files.exists(out) ? Files.walk(out) : Stream.empty()) {
            files = all.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                    .as("%s", file)
                    .doesNotContain(SECRET);
        }
    }

    private CommandRun predict(String... more) {
        String[] arguments = {"predict", input.toString(), "-o", out.toString(), "--progress", "none"};
        return CommandRun.of(
                Stream.concat(Stream.of(arguments), Stream.of(more)).toArray(String[]::new));
    }
}
