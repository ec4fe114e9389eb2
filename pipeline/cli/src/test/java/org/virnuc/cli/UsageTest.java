package org.virnuc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.virnuc.engine.run.RunDirectory;
import org.virnuc.pipeline.run.ResultLayout;

/** Commands that cannot be carried out: their exit code, one line, and no result. */
class UsageTest {
    private final Path folder;
    private final Path input;
    private final Path out;

    UsageTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.input = Files.writeString(folder.resolve("in.fa"), ">a\nACGTACGTACGT\n");
        this.out = folder.resolve("out");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--length 0 | 2 | --length 0 is not a length; give 500 or 300",
                "--length 123 | 2 | --length 123: model virnuc-mini was trained for [300, 500] bases, and its scores mean nothing at another length; leave --length out, or insist with --allow-length-mismatch",
                "--device tpu | 2 | device tpu is unknown; there are auto, cpu, cuda",
                "--device cpu --gpus 0 | 2 | GPUs 0 were asked for together with the device cpu",
                "--gpus 0,0 | 2 | GPUs \"0,0\" name one GPU twice",
                "--gpus x | 2 | GPUs \"x\" cannot be read; expected numbers with commas between, such as 0,1",
                "--precision int3 | 2 | precision int3 is unknown; there are auto, fp32, bf16, fp16, int8",
                "--batch-tokens many | 2 | --batch-tokens many is neither a number nor auto",
                "--batch-tokens -1 | 2 | --batch-tokens -1 is negative; give the most tokens of a batch, or auto",
                "--threads -1 | 2 | --threads -1 is negative; give the number of CPU threads, or 0 for all cores",
                "--head x | 2 | --dna-model, --protein-model and --head go together; 1 of the three were given",
                "--baseline nowhere.json | 2 | baseline nowhere.json: there is no such file; give the directory of an earlier run, or its telemetry.json",
                "--cost-cap lots | 2 | --cost-cap lots is neither an amount such as 2.50 nor none",
                "--prices nowhere.yaml | 2 | no price sheet nowhere.yaml: the file does not exist",
                "--write all | 2 | --write all is not known; give viral, host, regions, chunks or scores, with commas between, or none",
                "--embedding-cache-size lots | 2 | --embedding-cache-size lots is not a size; give a number with K, M, G or T, such as 20G",
                "--cascade | 2 | --cascade lets virnuc-mini screen for a bigger model, and the model is virnuc-mini itself; name a bigger one with --model, or its three parts",
                "--cascade --cascade-agreement most | 2 | --cascade-agreement most is not a number; give a share such as 0.995",
                "--cascade --cascade-agreement 1e-900000000 | 2 | --cascade-agreement 1e-900000000 is not a number; give a share such as 0.995",
                "--cascade --cascade-agreement 99.5 | 2 | --cascade-agreement 99.5 is not a share from 0.5 to 1; give the share of chunks that shall have the label of a full run, such as 0.995",
                "--cascade --cascade-by genes | 2 | --cascade-by genes is not known; give chunks or records",
                "--cascade-by records | 2 | --cascade-by says how a cascade is to be, and there is none; add --cascade, or leave it out",
                "--cascade-agreement 0.99 | 2 | --cascade-agreement says how a cascade is to be, and there is none; add --cascade, or leave it out",
                "--calls strict | 2 | --calls strict is not known; give default or broad",
                "--config nowhere.yaml | 2 | cannot read the run file nowhere.yaml (there is no such file or folder)",
            })
    void oneLineAndNoDirectory(String options, int code, String message) {
        CommandRun run = predict(options.split(" ", -1));
        assertThat(run.err()).containsExactly("virnuc: " + message);
        assertThat(run.code()).isEqualTo(code);
        assertThat(run.out()).isEmpty();
        assertThat(out).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--sample 0 | virnuc: --sample 0 compares nothing; give 1 or more",
                "--min-agreement 99.9 | virnuc: --min-agreement 99.9 is not a share; give 0 to 1, such as 0.999",
                "--length 123 | virnuc: --length 123: model virnuc-mini was trained for ",
                "--precision int3 | virnuc: precision int3 is unknown; there are auto, fp32, bf16, fp16",
            })
    void verifyComplainsBeforeItComputes(String options, String message) {
        List<String> arguments = new ArrayList<>(List.of("verify", input.toString()));
        arguments.addAll(List.of(options.split(" ", -1)));
        CommandRun run = CommandRun.of(arguments.toArray(String[]::new));
        assertThat(run.err()).singleElement().asString().startsWith(message);
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
    }

    @Test
    void unknownModelIsFour() {
        CommandRun run = predict("--model", "virnuc-huge");
        assertThat(run.code()).isEqualTo(4);
        assertThat(run.err()).singleElement().asString().startsWith("virnuc: model virnuc-huge is unknown; known are ");
        assertThat(out).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--model virnuc-huge | 4 | virnuc: model virnuc-huge is unknown; known are ",
                "--gpus 99 | 7 | virnuc: GPU 99 was asked for, but ",
                "--length 123 | 2 | virnuc: --length 123: model virnuc-mini was trained for ",
                "--prices nowhere.yaml | 2 | virnuc: no price sheet nowhere.yaml: the file does not exist",
            })
    void aDryRunComplainsAsTheRunWould(String options, int code, String message) {
        CommandRun run = predict(("--dry-run " + options).split(" ", -1));
        assertThat(run.err()).singleElement().asString().startsWith(message);
        assertThat(run.code()).isEqualTo(code);
        assertThat(run.out()).isEmpty();
        assertThat(out).doesNotExist();
    }

    /**
     * Needs a machine without CUDA, as the machines that build this project are; with one, GPU 99 is not there either.
     */
    @Test
    void gpuThatIsNotThereIsSeven() {
        CommandRun run = predict("--gpus", "99");
        assertThat(run.code()).isEqualTo(7);
        assertThat(run.err()).singleElement().asString().startsWith("virnuc: ");
        assertThat(out.resolve("prediction_results.txt")).doesNotExist();
    }

    @Test
    void aHeadToStartFromKeepsItsWidth() {
        String pack = out.toString();
        CommandRun run = CommandRun.of("train", input.toString(), "-o", pack, "--start", "head.pth", "--hidden", "8");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err())
                .containsExactly(
                        "virnuc: --hidden is the width of a new head, and a head of --start keeps its own; leave"
                                + " out one of the two");
        assertThat(out).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--threads many | virnuc: Invalid value for option '--threads': 'many' is not a whole number",
                "--threads 99999999999 | virnuc: Invalid value for option '--threads': '99999999999' is too large a number",
                "--prevalence half | virnuc: Invalid value for option '--prevalence': 'half' is not a number",
                "--telemetry some | virnuc: Invalid value for option '--telemetry': expected one of off, summary, full, but was 'some'",
            })
    void valuesAreRefusedInWords(String options, String message) {
        CommandRun run = predict(options.split(" ", -1));
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err().get(0)).isEqualTo(message);
        assertThat(out).doesNotExist();
    }

    @Test
    void unknownOptionIsAnsweredWithASuggestion() {
        CommandRun run = predict("--lenght", "300");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err().get(0)).isEqualTo("virnuc: Unknown option: '--lenght'");
        assertThat(run.err()).hasSize(2);
        assertThat(run.err().get(1)).contains("--length");
        assertThat(out).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({"prdict, predict", "doctr, doctor"})
    void unknownCommandIsAnsweredWithASuggestion(String typed, String meant) {
        CommandRun run = CommandRun.of(typed, "x.fa");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).hasSizeBetween(1, 2);
        assertThat(run.err().get(0)).startsWith("virnuc: Unmatched argument");
        assertThat(run.err().get(1)).contains(meant);
    }

    @Test
    void nothingToDo() {
        CommandRun nothing = CommandRun.of();
        assertThat(nothing.code()).isEqualTo(2);
        assertThat(nothing.out()).isEmpty();
        assertThat(nothing.err().get(0)).startsWith("VirNuc finds viral sequences ");
        assertThat(nothing.err())
                .filteredOn(line -> line.startsWith("  virnuc "))
                .extracting(line -> line.strip().replaceFirst("  .*", ""))
                .containsExactly(
                        "virnuc predict contigs.fasta",
                        "virnuc verify contigs.fasta",
                        "virnuc models list",
                        "virnuc runs list",
                        "virnuc doctor");
        CommandRun predict = CommandRun.of("predict");
        assertThat(predict.code()).isEqualTo(2);
        assertThat(predict.err()).containsExactly("virnuc: no input given; name a FASTA file, or - for standard input");
    }

    @ParameterizedTest
    @CsvSource({"runs, list", "models, pull", "telemetry, validate"})
    void aCommandWithoutItsSubcommandIsAnsweredWithItsHelp(String command, String below) {
        CommandRun run = CommandRun.of(command);
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).isEqualTo(CommandRun.of(command, "--help").out());
        assertThat(run.err()).anyMatch(line -> line.startsWith("  " + below + " "));
    }

    @Test
    void anInputMayBeNamedByOption() throws IOException {
        Path other = folder.resolve("other.fa");
        CommandRun run = CommandRun.of("predict", "-i", input.toString(), "--input", other.toString(), "-o", out + "");
        assertThat(run.err())
                .singleElement()
                .asString()
                .startsWith("virnuc: ")
                .contains(other.toString())
                .doesNotContain(input.toString());
        assertThat(CommandRun.of("predict", "-i", input.toString(), "-l", "0", "-o", out + "")
                        .err())
                .containsExactly("virnuc: --length 0 is not a length; give 500 or 300");
    }

    @Test
    void theInputOfTheRunFileIsReplacedByTheCommandLine() throws IOException {
        Path missing = folder.resolve("missing.fa");
        Path config = Files.writeString(folder.resolve("run.yaml"), "input: " + missing + "\nlength: 0\n");
        assertThat(CommandRun.of("predict", "--config", config.toString(), "--length", "500")
                        .err())
                .singleElement()
                .asString()
                .contains(missing.toString());
        assertThat(predict("--config", config.toString()).err())
                .containsExactly("virnuc: --length 0 is not a length; give 500 or 300");
    }

    @Test
    void unwritableOutput() throws IOException {
        Files.writeString(out, "a file");
        CommandRun run = predict();
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err())
                .singleElement()
                .asString()
                .startsWith("virnuc: cannot write to the output directory " + out + " (")
                .endsWith("); give a directory you can write to with -o");
        assertThat(out).hasContent("a file");
    }

    @Test
    void directoryInUse() throws IOException {
        try (RunDirectory held = RunDirectory.open(out, ResultLayout.ALL)) {
            CommandRun run = predict();
            assertThat(run.code()).isEqualTo(2);
            assertThat(run.err())
                    .containsExactly(
                            "virnuc: " + held.root()
                                    + " is in use by another virnuc run; wait for it to end, or give another directory with -o");
            assertThat(out.resolve("run.json")).doesNotExist();
        }
    }

    @Test
    void runFileWithAnUnknownKey() throws IOException {
        Path config = Files.writeString(folder.resolve("run.yaml"), "lenght: 300\n");
        CommandRun run = predict("--config", config.toString());
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err())
                .singleElement()
                .asString()
                .startsWith("virnuc: " + config
                        + ", line 1: unknown option lenght; there are alert, allow-length-mismatch, ");
        assertThat(out).doesNotExist();
    }

    @Test
    void runFileSetsOptions() throws IOException {
        Path config = Files.writeString(folder.resolve("run.yaml"), "length: 123\nforce: true\n");
        CommandRun run = predict("--config", config.toString());
        assertThat(run.err()).singleElement().asString().startsWith("virnuc: --length 123: model virnuc-mini was");
        run = predict("--config", config.toString(), "--length", "124");
        assertThat(run.err()).singleElement().asString().startsWith("virnuc: --length 124: model virnuc-mini was");
    }

    @ParameterizedTest
    @CsvSource({"--help", "predict --help", "verify --help", "embedding-cache --help", "doctor --help"})
    void helpHasThreeExamples(String arguments) {
        CommandRun run = CommandRun.of(arguments.split(" ", -1));
        assertThat(run.code()).isZero();
        assertThat(run.err()).isEmpty();
        int examples = run.out().indexOf("Examples:");
        assertThat(examples).isPositive();
        assertThat(run.out().subList(examples + 1, examples + 4)).allMatch(line -> line.contains("virnuc "));
    }

    @Test
    void version() {
        CommandRun run = CommandRun.of("--version");
        assertThat(run.code()).isZero();
        assertThat(run.out()).singleElement().asString().startsWith("virnuc ");
    }

    private CommandRun predict(String... options) {
        List<String> arguments = new ArrayList<>(List.of("predict", input.toString(), "-o", out.toString()));
        arguments.addAll(List.of(options));
        return CommandRun.of(arguments.toArray(String[]::new));
    }
}
