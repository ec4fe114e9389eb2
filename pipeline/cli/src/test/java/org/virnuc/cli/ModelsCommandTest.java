package org.virnuc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.virnuc.models.store.ModelPack;
import org.virnuc.models.store.ModelStore;

/** {@code virnuc models}, and models by name in {@code virnuc predict}; the cache is that of all tests. */
class ModelsCommandTest {
    private final Path folder;
    private final Path input;
    private final ModelPack mini = new ModelStore(CacheFolder.path()).pack("virnuc-mini");

    ModelsCommandTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.input = Files.writeString(
                folder.resolve("in.fa"), ">a\nATGAAACGTATTGGTCGCATTACCGGTGAACTGCTGGAAGCGATTCGTAAAGGC\n");
    }

    @Test
    void theEmbeddedModelIsListedAndIntact() throws IOException {
        CommandRun list = CommandRun.of("models", "list");
        assertThat(list.code()).isZero();
        assertThat(list.out().get(0)).matches("Name +Kind +From +Revision +Size");
        assertThat(list.out().get(1)).matches("virnuc-mini +pack +embedded +- +[0-9.]+ MiB");
        JsonNode json = new ObjectMapper()
                .readTree(String.join(
                        "\n",
                        CommandRun.of("models", "list", "--output-format", "json")
                                .out()));
        assertThat(json.path("models").path(0).path("name").asText()).isEqualTo("virnuc-mini");
        CommandRun verify = CommandRun.of("models", "verify", "virnuc-mini");
        assertThat(verify.out()).singleElement().asString().matches("virnuc-mini: 13 files, [0-9.]+ MiB, intact");
    }

    @Test
    void aNamedPackPredictsAndItsProvenanceIsInTheReports() throws IOException {
        CommandRun named = CommandRun.of(
                "models",
                "import",
                "test-pack",
                mini.head().path().toString(),
                mini.protein().path().toString(),
                mini.dna().path().toString(),
                "--length",
                "500");
        assertThat(named.err()).isEmpty();
        assertThat(named.out()).containsExactly("test-pack is a pack; use it with --model test-pack");
        Path out = folder.resolve("out");
        CommandRun run = predict(out, "--model", "test-pack", "--precision", "fp32");
        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
        JsonNode dna = json(out.resolve("run.json")).path("model").path("dna");
        assertThat(dna.path("id").asText()).isEqualTo("test-pack/dna");
        assertThat(dna.path("layout").asText()).isEqualTo("huggingface-safetensors");
        assertThat(dna.path("sha256").asText()).isEqualTo(mini.dna().sha256());
        assertThat(dna.path("parameters").asLong())
                .isEqualTo(mini.dna().parameters())
                .isPositive();
        assertThat(dna.path("precision").asText()).isEqualTo("fp32");
        JsonNode environment = json(out.resolve("telemetry.json")).path("environment");
        assertThat(environment.path("model_head_sha256").asText())
                .isEqualTo(mini.head().sha256());
        assertThat(environment.path("model_protein_layout").asText()).isEqualTo("huggingface-safetensors");
        assertThat(environment.path("model_head_precision").asText()).isEqualTo("fp32");
        CommandRun other = predict(folder.resolve("other"), "--model", "test-pack", "--length", "300");
        assertThat(other.code()).isEqualTo(2);
        assertThat(other.err()).singleElement().asString().contains("model test-pack was trained for [500] bases");
        assertThat(folder.resolve("other")).doesNotExist();
    }

    @Test
    void aHeadNamedAsVirNucProNamesItsHeadsIsNotUsedAtAnotherLength() throws IOException {
        Path head = Files.copy(mini.head().path(), folder.resolve("500_model.safetensors"));
        Path out = folder.resolve("out");
        CommandRun run = predict(
                out,
                "--dna-model",
                "virnuc-mini/dna-encoder",
                "--protein-model",
                "virnuc-mini/protein-encoder",
                "--head",
                head.toString(),
                "--length",
                "300");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err())
                .singleElement()
                .asString()
                .contains("was trained for [500] bases, and its scores mean nothing");
        assertThat(out).doesNotExist();
    }

    @Test
    void aPartOfAnotherRoleIsFourBeforeAnythingIsComputed() throws IOException {
        CommandRun named =
                CommandRun.of("models", "import", "test-dna", mini.dna().path().toString());
        assertThat(named.out()).containsExactly("test-dna is a dna part; use it with --dna-model test-dna");
        Path out = folder.resolve("out");
        CommandRun run =
                predict(out, "--dna-model", "test-dna", "--protein-model", "test-dna", "--head", "virnuc-mini/head");
        assertThat(run.code()).isEqualTo(4);
        assertThat(run.err()).containsExactly("virnuc: model test-dna is a dna part, not a protein part");
        assertThat(out).doesNotExist();
    }

    @Test
    void aChangedFileIsFourAndNamed() throws IOException {
        Path head =
                Files.copy(mini.head().path(), folder.resolve("head.safetensors"), StandardCopyOption.REPLACE_EXISTING);
        CommandRun.of("models", "import", "test-head", head.toString());
        byte[] bytes = Files.readAllBytes(head);
        bytes[bytes.length - 1] ^= 1;
        Files.write(head, bytes);
        CommandRun run = CommandRun.of("models", "verify", "test-head");
        assertThat(run.code()).isEqualTo(4);
        assertThat(run.out()).singleElement().asString().endsWith("damaged");
        assertThat(run.err()).singleElement().asString().startsWith("virnuc: " + head + " has SHA-256 ");
    }

    @Test
    void pruneFreesWhatIsNotUsedAndNothingElse() throws IOException {
        Path archives = Files.createDirectories(CacheFolder.path().resolve("archives"));
        Path outdated = archives.resolve("esm2-" + "ab".repeat(12) + "-fp32-plain-v0.pt");
        Path broken = archives.resolve(".esm2-" + "cd".repeat(12) + "-fp32-plain-v1.pt.1-0123456789abcdef.tmp");
        Path current = archives.resolve("head-" + "ef".repeat(12) + "-fp32-plain-v1.pt");
        Path own = archives.resolve("notes.txt");
        for (Path file : new Path[] {outdated, broken, current, own}) {
            Files.write(file, new byte[1024]);
        }
        CommandRun run = CommandRun.of("models", "prune");
        assertThat(run.code()).isZero();
        assertThat(run.out()).containsExactly("freed " + outdated + ", 1.0 KiB", "1 conversions, 2.0 KiB freed");
        assertThat(current).exists();
        Files.setLastModifiedTime(current, FileTime.from(Instant.now().minus(Duration.ofDays(40))));
        assertThat(CommandRun.of("models", "prune", "--older-than", "30").out())
                .contains("freed " + current + ", 1.0 KiB");
        assertThat(outdated).doesNotExist();
        assertThat(broken).doesNotExist();
        assertThat(current).doesNotExist();
        assertThat(own).exists();
        Files.delete(own);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "models prune --all --older-than 3 | 2 | --older-than 3 needs a number of days from 0, and goes without --all",
                "models pull a b --name c | 2 | --revision, --name and --sha256 are of one model; pull one at a time with them",
                "models pull dnabert-s --sha256 12 | 2 | --sha256 12 is no SHA-256; expected 64 hexadecimal digits",
                "models import x y --length 0 | 2 | --length 0 is not a length; give 500 or 300",
                "models import virnuc-mini y | 4 | \"virnuc-mini\" cannot be a name of your own: it stands for a published model",
                "models verify nothing | 4 | model nothing is unknown; \"virnuc models list\" shows the names",
            })
    void misuseIsAnsweredInOneLine(String command, int code, String message) {
        CommandRun run = CommandRun.of(command.split(" ", -1));
        assertThat(run.code()).isEqualTo(code);
        assertThat(run.err().get(0)).isEqualTo("virnuc: " + message);
        assertThat(run.out()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"models", "models list", "models import", "models pull", "models verify", "models prune"})
    void helpHasThreeExamples(String command) {
        CommandRun run = CommandRun.of((command + " --help").split(" ", -1));
        assertThat(run.code()).isZero();
        int examples = run.out().indexOf("Examples:");
        assertThat(examples).isPositive();
        assertThat(run.out().subList(examples + 1, examples + 4)).allMatch(line -> line.contains("virnuc "));
    }

    private CommandRun predict(Path out, String... options) {
        String[] arguments = new String[options.length + 6];
        String[] first = {"predict", input.toString(), "-o", out.toString(), "--progress", "none"};
        System.arraycopy(first, 0, arguments, 0, first.length);
        System.arraycopy(options, 0, arguments, first.length, options.length);
        return CommandRun.of(arguments);
    }

    private static JsonNode json(Path file) throws IOException {
        return new ObjectMapper().readTree(Files.readAllBytes(file));
    }
}
