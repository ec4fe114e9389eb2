package org.virnuc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.virnuc.files.Digests;

/** Files that a command names and would also write are rejected, and nothing is changed. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OwnInputTest {
    private static final String GENE = "ATGAAACGTATTGGTCGCATTACC";
    private static final String BOTH = " is both %s and %s, so it would be overwritten or removed; %s";
    private static final String ELSEWHERE = "give another directory with -o";

    @SuppressWarnings("NullAway.Init")
    private Path folder;

    /** Makes a run and a file of each kind. */
    @BeforeAll
    void run(@TempDir Path shared) throws IOException {
        folder = shared.toRealPath();
        write("in.fa", ">a\n" + GENE.repeat(30) + "\n");
        write("labels.tsv", "id\tlabel\na\tviral\n");
        assertThat(run("predict @/in.fa -o @/o --write viral,host").code()).isZero();
        write("nested.csv", "sample,path\none,s/one/viral.fasta\n");
        Files.createDirectories(folder.resolve("s/one"));
        Files.copy(folder.resolve("in.fa"), folder.resolve("s/one/viral.fasta"));
        Files.createDirectories(folder.resolve("c/labelled.virnuc/work"));
        Files.copy(folder.resolve("in.fa"), folder.resolve("c/labelled.virnuc/viral.fasta"));
        Files.createSymbolicLink(folder.resolve("link.fa"), folder.resolve("o/viral.fasta"));
        Files.createDirectory(folder.resolve("k"));
        write("k/virnuc.log", "explain: true\n");
        write("k/samples.tsv", "sample,path\none,../in.fa\n");
        write("o/work/mine.fa", ">a\nACGT\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "predict @/o/viral.fasta -o @/o | @/o/viral.fasta | the input | a file of the run directory @/o",
                "predict @/o/viral.fasta -o @/o --force | @/o/viral.fasta | the input | a file of the run directory @/o",
                "predict @/o/viral.fasta -o @/o --dry-run | @/o/viral.fasta | the input | a file of the run directory @/o",
                "predict @/link.fa -o @/o | @/link.fa | the input | a file of the run directory @/o",
                "predict @/in.fa @/o/../o/viral.fasta -o @/o | @/o/../o/viral.fasta | the input | a file of the run directory @/o",
                "predict @/o -o @/o | @/o | the input | the run directory",
                "predict @/in.fa --reads @/o/sequences.tsv -o @/o | @/o/sequences.tsv | the file of --reads | a file of the run directory @/o",
                "predict @/in.fa --reference @/o/viral.fasta -o @/o | @/o/viral.fasta | the file of --reference | a file of the run directory @/o",
                "predict @/in.fa --calibration @/o/run.json -o @/o | @/o/run.json | the calibration | a file of the run directory @/o",
                "predict @/in.fa --chunk-head @/o/run.json -o @/o | @/o/run.json | the chunk head | a file of the run directory @/o",
                "predict @/in.fa --config @/k/virnuc.log -o @/k | @/k/virnuc.log | the run file | a file of the run directory @/k",
                "predict --samples @/k/samples.tsv -o @/k | @/k/samples.tsv | the sample sheet | a file of the directory of all samples",
                "predict @/in.fa --dna-model @/o/run.json --protein-model x --head y -o @/o | @/o/run.json | a part of the model | a file of the run directory @/o",
                "predict --samples @/nested.csv -o @/s | @/s/one/viral.fasta | the input | a file of the run directory @/s/one",
            })
    void aNamedFileIsNoResult(String command, String path, String what, String where) throws IOException {
        refused(command, path + String.format(BOTH, what, where, ELSEWHERE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"predict @/in.fa -o @/o/work", "shard @/in.fa -o @/o/work/new"})
    void aRunDirectoryIsNotInTheWorkFolderOfAnother(String command) throws IOException {
        refused(
                command,
                command.substring(command.lastIndexOf(' ') + 1)
                        + " lies in the folder work of the run directory @/o, so it would be removed with it; "
                        + ELSEWHERE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "predict @/in.fa @/k/../in.fa -o @/n",
                "predict @/in.fa @/k/../in.fa -o @/n --dry-run",
                "shard @/in.fa @/k/../in.fa -o @/n",
                "verify @/in.fa @/k/../in.fa",
                "train @/in.fa @/k/../in.fa -o @/n",
                "evaluate @/in.fa @/k/../in.fa -o @/n",
            })
    void aFileIsNoInputTwice(String command) throws IOException {
        refused(
                command,
                "@/in.fa and @/k/../in.fa are the same file, and its records would be counted twice; leave one of the"
                        + " two out");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "predict @/in.fa --metrics-file @/in.fa -o @/n | @/in.fa | the input | the file of --metrics-file | give another --metrics-file",
                "predict @/in.fa --metrics-file @/o/viral.fasta -o @/o | @/o/viral.fasta | a file of the run directory @/o | the file of --metrics-file | give another --metrics-file",
                "predict @/in.fa --baseline @/o/telemetry.json --metrics-file @/o/telemetry.json -o @/n | @/o/telemetry.json | the baseline | the file of --metrics-file | give another --metrics-file",
                "predict @/in.fa --history @/in.fa -o @/n | @/in.fa | the input | the history of runs | give another --history",
                "verify @/in.fa --history @/in.fa | @/in.fa | the input | the history of runs | give another --history",
                "calibrate @/in.fa -o @/in.fa | @/in.fa | the input | the calibration to be written | give another file with -o",
                "calibrate @/in.fa -o @/c.json --held-out @/in.fa | @/in.fa | the input | the file of --held-out | give another --held-out",
                "calibrate @/in.fa --labels @/labels.tsv -o @/labels.tsv | @/labels.tsv | the file of --labels | the calibration to be written | give another file with -o",
                "calibrate @/in.fa -o @/c.json --held-out @/c.json | @/c.json | the calibration to be written | the file of --held-out | give another --held-out",
                "calibrate @/in.fa -o @/c.json --chunk-head @/c.json | @/c.json | the calibration to be written | the chunk head to be written | give another --chunk-head",
                "calibrate @/in.fa -o @/c.json --chunk-head @/in.fa | @/in.fa | the input | the chunk head to be written | give another --chunk-head",
                "calibrate @/c/labelled.virnuc/viral.fasta -o @/c/labelled | @/c/labelled.virnuc/viral.fasta | the input | a file of the run directory @/c/labelled.virnuc | give another folder with --work",
                "train @/in.fa -o @/pack --labels @/pack.virnuc/run.json | @/pack.virnuc/run.json | the file of --labels | a file of the run directory @/pack.virnuc | give another folder with -o or --work",
                "evaluate @/in.fa -o @/e --labels @/e/evaluation.md | @/e/evaluation.md | the file of --labels | a file of the evaluation | give another folder with -o",
                "runs export --history @/h.json -o @/h.json | @/h.json | the history of runs | the file of -o | give another file with -o",
                "runs archive --before 1d --history @/h.db -o @/h.db | @/h.db | the history of runs | the file of -o | give another file with -o",
            })
    void aNamedFileIsNoOtherOutput(String command, String path, String what, String where, String advice)
            throws IOException {
        refused(command, path + String.format(BOTH, what, where, advice));
    }

    @Test
    void theWorkFolderIsTheProgramsOwn() throws IOException {
        refused(
                "predict @/o/work/mine.fa -o @/o",
                "@/o/work/mine.fa is the input and lies in the work folder of the run directory @/o, so it would be"
                        + " overwritten or removed; " + ELSEWHERE);
    }

    @Test
    void resultsOfOneRunAreTheInputOfAnother() throws IOException {
        String result = Files.size(folder.resolve("o/viral.fasta")) > 0 ? "viral" : "host";
        CommandRun run = run("predict @/o/" + result + ".fasta -o @/n");
        assertThat(run.code()).as("%s", run.err()).isZero();
    }

    /** The report of the earlier run is read before it is replaced. */
    @Test
    void aRunMayBeComparedWithTheOneBeforeInItsDirectory() {
        assertThat(run("predict @/in.fa -o @/b").code()).isZero();
        assertThat(run("predict @/in.fa -o @/b --baseline @/b").code()).isZero();
        assertThat(run("predict @/in.fa -o @/b --baseline @/b/telemetry.json").code())
                .isZero();
    }

    /** Runs a command in which {@code @} stands for the folder. */
    private CommandRun run(String command) {
        List<String> words = new ArrayList<>();
        for (String word : command.split(" ", -1)) {
            words.add(word.replace("@", folder.toString()));
        }
        return CommandRun.of(words.toArray(String[]::new));
    }

    private void refused(String command, String message) throws IOException {
        Map<String, String> before = files();
        CommandRun run = run(command);
        assertThat(run.err()).containsExactly("virnuc: " + message.replace("@", folder.toString()));
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(files()).isEqualTo(before);
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    private Map<String, String> files() throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                files.put(folder.relativize(file).toString(), Digests.ofFile(file));
            }
        }
        return files;
    }
}
