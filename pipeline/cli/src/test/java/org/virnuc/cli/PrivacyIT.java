package org.virnuc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.virnuc.cli.Program.Ended;
import org.virnuc.models.store.ModelPack;
import org.virnuc.models.store.ModelStore;
import org.virnuc.pipeline.stages.Verdicts;
import org.virnuc.sequences.LabelledBam;

/**
 * Secrets are planted in every place that a run reads from, and every byte that it writes is searched for them; result files and {@code
 * work} hold ids and sequences by their nature and are left out.
 */
@Tag("slow")
class PrivacyIT {
    /** Long enough to be nowhere else, with an open frame, so that it is scored and travels through all stages. */
    private static final String SEQUENCE = "ATGGCTTGGCATGACGAAACCCGTTTTCAGATGGCTCTGGGTAAAATTCGTGACTGGCATGAA";

    private static final String HEADER = "@HD\tVN:1.6\n@SQ\tSN:wombat_0\tLN:500\n@CO\tnarwhal\n";
    private static final Collection<String> RESULTS = Verdicts.fileNames();
    private static final List<String> SECRETS = List.of(
            "zanzibar",
            "quokka",
            "wombat",
            "narwhal",
            "axolotl",
            "platypus",
            "capybara",
            "pangolin",
            "tapirtoken",
            "okapihost",
            "lemuruser");

    private final Path folder;
    private final Path home;
    private final Path input;
    private final Map<String, String> environment = new TreeMap<>(Map.of(
            "HF_TOKEN", "tapirtoken-1234567",
            "HOSTNAME", "okapihost",
            "USER", "lemuruser",
            "LOGNAME", "lemuruser"));

    PrivacyIT(@TempDir Path folder) {
        this.folder = folder;
        this.home = folder.resolve("of zanzibar");
        this.input = home.resolve("quokka sample.fa");
    }

    @BeforeEach
    void plant() throws IOException {
        Files.createDirectories(home);
        StringBuilder fasta = new StringBuilder();
        for (int i = 0; i < 300; i++) {
            fasta.append(">wombat_").append(i).append(" narwhal\n");
            fasta.append(SEQUENCE.repeat(10), 0, 500 + i % 7).append('\n');
        }
        Files.writeString(input, fasta.append(">wombat_rna\nACGUACGU\n"));
    }

    @Test
    void successResumeBaselineAndModelsOfOnesOwn() throws IOException, InterruptedException {
        String[] command = command("--output-format", "json", "--explain");
        assertThat(run(command).code()).isZero();
        Path out = home.resolve("quokka sample.virnuc");
        Map<String, byte[]> first = written(out);
        assertThat(new String(first.get("run.json"), StandardCharsets.UTF_8))
                .contains("\"virnuc predict <arguments>\"", "\"path_sha256\"", "\"path\" : \"<path-");
        assertThat(new String(first.get("telemetry.json"), StandardCharsets.UTF_8))
                .contains("\"virnuc predict <arguments>\"", "<path-", "RNA in 1 record");
        assertThat(new String(first.get("report.html"), StandardCharsets.UTF_8))
                .contains("<bdi>&lt;id-300&gt;</bdi>", "&lt;path-");

        Ended again = run(command("--baseline", "quokka sample.virnuc", "--explain"));
        assertThat(again.code()).as("%s", again.err()).isZero();
        assertThat(String.join("\n", again.err())).contains("chunking is up to date: <path-");
        assertThat(again.out()).singleElement().asString().contains("results in <path");
        assertThat(written(out).get("telemetry.md")).isNotEmpty();
    }

    @Test
    void sequencesAreInNoLogOrReportOfAnyRun() throws IOException, InterruptedException {
        Ended ended =
                start("predict", input.toString(), "-o", "plain", "--explain").end();
        assertThat(ended.code()).isZero();
        assertThat(searched(home.resolve("plain"), List.of(SEQUENCE.substring(0, 40), "MAWHDETRFQMALGK")))
                .isNotEmpty();
    }

    @Test
    void wordsOfOptionsAreNotTakenOutOfStagesModelsAndFigures() throws IOException, InterruptedException {
        Ended ended = run(
                "predict",
                "quokka sample.fa",
                "--no-sensitive-logs",
                "--fallback",
                "dna",
                "--write",
                "chunks",
                "--preset",
                "conservative",
                "--calls=default");
        assertThat(ended.code()).as("%s", ended.err()).isZero();
        assertThat(ended.err()).anyMatch(line -> line.startsWith("dna-only  done in "));
        String telemetry =
                new String(written(home.resolve("quokka sample.virnuc")).get("telemetry.json"), StandardCharsets.UTF_8);
        assertThat(telemetry).contains("\"virnuc-mini/dna-encoder\"").doesNotContain("<argument-");
    }

    @Test
    void anotherRunInTheDirectoryIsRefusedWithoutItsName() throws IOException, InterruptedException {
        assertThat(run(command()).code()).isZero();
        Path other = Files.createDirectories(home.resolve("axolotl")).resolve(input.getFileName());
        Files.copy(input, other);
        Ended refused = run("predict", "axolotl/quokka sample.fa", "--no-sensitive-logs");
        assertThat(refused.err())
                .containsExactly("virnuc: <path-1>.virnuc holds a run on <path>; give another directory with -o, or"
                        + " --force to replace it");
        assertThat(refused.code()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                ">wombat\\nAC7T | <path-1>, line 2: '7' is not a nucleotide letter (record <id>); correct the line",
                ">wombat it's\\nAC\\n>narwhal'quokka\\nA7 | line 4: '7' is not a nucleotide letter (record <id>)",
                "capybara\\n>a\\nAC | line 1: found <text> before the first '>'; FASTA begins with a header",
                "ATGGCTTGGCATGACGAAACCCGTTTTCAGATGGCTCTGGGT\\n>a\\nAC | found a line of sequence before the first '>'",
            })
    void badInput(String text, String message) throws IOException, InterruptedException {
        Files.writeString(input, text.replace("\\n", "\n"));
        Ended ended = run("predict", "quokka sample.fa", "-o", "capybara out", "--no-sensitive-logs");
        assertThat(ended.code()).isEqualTo(3);
        assertThat(ended.err())
                .filteredOn(line -> line.startsWith("virnuc: "))
                .singleElement()
                .asString()
                .contains(message);
        if (message.contains("before the first")) {
            assertThat(home.resolve("capybara out")).doesNotExist(); // refused before the run begins
        } else {
            assertThat(written(home.resolve("capybara out"))).containsKeys("virnuc.log", "telemetry.json");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "capybara.fa --no-sensitive-logs | virnuc: <path-1>: no such file; check the path | 3",
                "a.fa --no-sensitive-logs --capybara=quokka | virnuc: Unknown option: <text> | 2",
                "a.fa --no-sensitive-logs --length capybara | virnuc: Invalid value for option '--length': '<argument-1>' is not a whole number | 2",
                "a.fa --no-sensitive-logs --device capybara | virnuc: device <argument-1> is unknown; there are auto, cpu, cuda | 2",
                "a.fa --no-sensitive-logs --config capybara.yaml | virnuc: cannot read the run file <path-2> (there is no such file or folder) | 2",
                "a.fa --config bad.yaml | virnuc: <path-2>, line 3: not YAML: while parsing a flow sequence | 2",
                "a.fa --config odd.yaml | virnuc: <path-2>, line 2: unknown option <argument-2>; there are | 2",
                "@arguments | virnuc: device <path-1> is unknown | 2",
                "capybara_model.fa --model pangolin --no-sensitive-logs | virnuc: model <argument-1> is unknown; known are virnuc-mini | 4",
            })
    void badCommands(String arguments, String message, int code) throws IOException, InterruptedException {
        Files.writeString(home.resolve("capybara_model.fa"), ">a\nACGT\n");
        Files.writeString(home.resolve("bad.yaml"), "no-sensitive-logs: true\nwombat: [narwhal\nhf: tapirtoken\n");
        Files.writeString(home.resolve("odd.yaml"), "no-sensitive-logs: true\nwombat: narwhal\n");
        Files.writeString(home.resolve("arguments"), "quokka.fa\n--no-sensitive-logs\n--device quokka\n");
        List<String> all = new ArrayList<>(List.of("predict"));
        all.addAll(List.of(arguments.strip().split(" ", -1)));
        Ended ended = run(all.toArray(String[]::new));
        assertThat(ended.err().get(0)).startsWith(message);
        assertThat(ended.code()).isEqualTo(code);
    }

    @Test
    void cancelled() throws IOException, InterruptedException {
        Path out = home.resolve("capybara out");
        try (Program program = start(command("-o", "capybara out"))) {
            program.follow(out, files -> files.stream().anyMatch(file -> file.contains("/05-dnabert-s-")));
            program.terminate();
            Ended ended = program.end();
            assertThat(ended.code()).isEqualTo(6);
            search("stdout and stderr", (ended.out() + "\n" + ended.err()).getBytes(StandardCharsets.UTF_8), SECRETS);
        }
        assertThat(new String(written(out).get("telemetry.json"), StandardCharsets.UTF_8))
                .contains("\"cancelled\"");
        assertThat(run(command("-o", "capybara out")).code()).isZero();
    }

    @Test
    void readsByContig() throws IOException, InterruptedException {
        Path sam = home.resolve("pangolin reads.sam");
        Files.writeString(sam, HEADER + "capybara1\t0\twombat_0\t1\t60\t8M\t*\t0\t0\tACGTACGT\t*\n");
        Ended ended = run(reads("pangolin reads.sam"));
        assertThat(ended.code()).as("%s", ended.err()).isZero();
        assertThat(new String(written(home.resolve("capybara out")).get("run.json"), StandardCharsets.UTF_8))
                .contains("\"reads_viral_single.fastq.gz\"", "\"reads_host.bam\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "@SQ_SN:narwhal_LN:5~ | none of the 1 sequences that the reads were aligned to is in the input: the first is"
                        + " record <id> there and record <id> in the input",
                "@SQ_SN:wombat-0_LN:9~ | aligned to a sequence of 9 bases (record <id>), which has 500 in the input",
            })
    void readsOfOtherContigs(String text, String message) throws IOException, InterruptedException {
        writeSam(text);
        refusal(message, "pangolin.sam");
        assertThat(home.resolve("capybara out")).doesNotExist();
    }

    @Test
    void badReads() throws IOException, InterruptedException {
        writeSam("@SQ_SN:wombat-0_LN:500~capybara_0_~");
        refused("line 3: this line is not SAM", "pangolin.sam");
    }

    private void writeSam(String text) throws IOException {
        Files.writeString(
                home.resolve("pangolin.sam"),
                "@HD\tVN:1.6\n" + text.replace('_', '\t').replace('-', '_').replace('~', '\n'));
    }

    @Test
    void readsInCram() throws IOException, InterruptedException {
        LabelledBam.write(home.resolve("a.bam"), LabelledBam.lengths(input), 100);
        LabelledBam.cram(home.resolve("a.bam"), input, home.resolve("pangolin.cram"));
        refused("this CRAM file keeps reads as differences to a reference, at <text> for one", "pangolin.cram");
        Files.writeString(home.resolve("narwhal.fa"), ">narwhal\nACGT\n");
        refused("aligned to <text>, which <path", "pangolin.cram", "--reference", "narwhal.fa");
        String[] command = reads("pangolin.cram", "--reference", "quokka sample.fa");
        assertThat(run(command).code()).isZero();
        assertThat(written(home.resolve("capybara out"))).containsKey("telemetry.json");
    }

    private void refused(String message, String... reads) throws IOException, InterruptedException {
        refusal(message, reads);
        assertThat(written(home.resolve("capybara out"))).containsKeys("virnuc.log", "telemetry.json");
    }

    private void refusal(String message, String... reads) throws IOException, InterruptedException {
        Ended ended = run(reads(reads));
        assertThat(ended.code()).isEqualTo(3);
        assertThat(ended.err())
                .filteredOn(line -> line.startsWith("virnuc: <path-"))
                .singleElement()
                .asString()
                .contains(message);
    }

    private static String[] reads(String... more) {
        List<String> all = new ArrayList<>(List.of("predict", "quokka sample.fa", "-o", "capybara out"));
        all.addAll(List.of("--no-sensitive-logs", "--write-reads", "viral,host", "--reads-format", "bam,fastq"));
        all.add("--reads");
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    /** The flag comes from the run file; input, models and secrets from everywhere. */
    private String[] command(String... more) throws IOException {
        ModelPack mini = new ModelStore(Path.of("target", "virnuc-cache")).pack("virnuc-mini");
        Path models = home.resolve("axolotl models");
        if (!Files.exists(models)) {
            Files.createDirectories(models);
            copy(mini.dna().path(), models.resolve("platypus"));
            copy(mini.protein().path(), models.resolve("capybara"));
            copy(mini.head().path(), models.resolve("pangolin.safetensors"));
        }
        Files.writeString(
                home.resolve("axolotl.yaml"),
                """
                no-sensitive-logs: true
                dna-model: axolotl models/platypus
                protein-model: 'axolotl models/capybara'
                head: axolotl models/pangolin.safetensors
                """);
        List<String> all =
                new ArrayList<>(List.of("predict", "quokka sample.fa", "--config", "axolotl.yaml", "--length", "500"));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path one : all.toList()) {
                Files.copy(one, to.resolve(from.relativize(one).toString()));
            }
        }
    }

    private Program start(String... command) throws IOException {
        environment.put(
                "VIRNUC_CACHE",
                Path.of("target", "virnuc-cache").toAbsolutePath().toString());
        return Program.start(folder, home, environment, command);
    }

    /** Runs a command and searches what it printed. */
    private Ended run(String... command) throws IOException, InterruptedException {
        try (Program program = start(command)) {
            Ended ended = program.end();
            String printed = String.join("\n", ended.out()) + "\n" + String.join("\n", ended.err());
            search("stdout and stderr", printed.getBytes(StandardCharsets.UTF_8), SECRETS);
            return ended;
        }
    }

    private static Map<String, byte[]> written(Path directory) throws IOException {
        return searched(directory, SECRETS);
    }

    /** The files of a run directory that are neither results nor work, searched for {@code secrets}. */
    private static Map<String, byte[]> searched(Path directory, List<String> secrets) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                String name = directory.relativize(file).toString();
                if (!name.startsWith("work") && !RESULTS.contains(name)) {
                    byte[] bytes = Files.readAllBytes(file);
                    search(name, bytes, secrets);
                    files.put(name, bytes);
                }
            }
        }
        assertThat(files).containsKeys("virnuc.log", "run.json", "telemetry.json", "telemetry.md");
        return files;
    }

    private static void search(String name, byte[] bytes, List<String> secrets) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        for (String secret : secrets) {
            assertThat(text.toLowerCase(Locale.ROOT)).as(name).doesNotContain(secret.toLowerCase(Locale.ROOT));
        }
    }
}
