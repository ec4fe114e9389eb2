package org.virnuc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run directory that was named, and holds a run on something else. */
class OtherInputTest {
    private static final String GENE = "ATGAAACGTATTGGTCGCATTACC";

    private final Path folder;
    private final Path out;
    private final Path first;
    private final Path second;

    OtherInputTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.out = folder.resolve("out");
        this.first = Files.writeString(folder.resolve("first.fa"), ">a\n" + GENE.repeat(30) + "\n");
        this.second = Files.writeString(folder.resolve("second.fa"), ">b\n" + GENE.repeat(28) + "\n");
    }

    @BeforeEach
    void runOnTheFirst() {
        assertThat(predict(first.toString()).code()).isZero();
    }

    @Test
    void anotherInputIsRefusedAndNothingIsTouched() throws IOException {
        byte[] results = Files.readAllBytes(out.resolve("sequences.tsv"));
        byte[] telemetry = Files.readAllBytes(out.resolve("telemetry.json"));
        refused(predict(second.toString()), first.toString());
        refused(predict(first.toString(), second.toString()), first.toString());
        assertThat(out.resolve("sequences.tsv")).hasBinaryContent(results);
        assertThat(out.resolve("telemetry.json")).hasBinaryContent(telemetry);
    }

    @Test
    void withForceTheDirectoryAndItsBillStartAnew() throws IOException {
        Path spent = Files.writeString(
                out.resolve("work/spent.json"),
                "{\"currency\":\"USD\",\"attempts\":3,\"cost\":\"9.5\",\"stages\":{},\"stopped_by\":null}");
        refused(predict(second.toString(), "--cost-cap", "5"), first.toString());
        assertThat(spent).exists();
        assertThat(predict(second.toString(), "--cost-cap", "5", "--force").code())
                .isZero();
        assertThat(spent).doesNotExist();
        assertThat(out.resolve("sequences.tsv")).content().contains("\nb\t").doesNotContain("\na\t");
        assertThat(out.resolve("telemetry.json")).content().doesNotContainPattern("[^0-9.]9[.]5[^0-9]");
    }

    /** A workflow stages the input of a retry again. */
    @Test
    void theSameContentAtAnotherPathGoesOn() throws IOException {
        Path moved = Files.move(first, folder.resolve("moved.fa"));
        assertThat(predict(moved.toString()).code()).isZero();
        assertThat(out.resolve("telemetry.json")).content().contains("\"skipped\"");
    }

    @Test
    void otherContentOnStandardInputIsRefused() throws IOException {
        Path piped = folder.resolve("piped");
        assertThat(piped(first, piped).code()).isZero();
        byte[] results = Files.readAllBytes(piped.resolve("sequences.tsv"));
        CommandRun other = piped(second, piped);
        assertThat(other.err())
                .containsExactly("virnuc: " + piped + " holds a run on -; give another directory with -o, or --force to"
                        + " replace it");
        assertThat(other.code()).isEqualTo(2);
        assertThat(piped.resolve("sequences.tsv")).hasBinaryContent(results);
        assertThat(piped(first, piped).code()).isZero();
        assertThat(piped(second, piped, "--force").code()).isZero();
    }

    @Test
    void calibrateSaysHowToNameAnotherFolder() throws IOException {
        Path labelled = Files.writeString(folder.resolve("labelled.fa"), ">a label=viral\nACGT\n>b label=host\nACGT\n");
        CommandRun run = CommandRun.of(
                "calibrate",
                labelled.toString(),
                "-o",
                folder.resolve("c.json").toString(),
                "--work",
                out.toString(),
                "--progress",
                "none");
        assertThat(run.err())
                .containsExactly("virnuc: " + out + " holds a run on " + first
                        + "; give another folder with --work, or remove this one");
        assertThat(run.code()).isEqualTo(2);
    }

    private void refused(CommandRun run, String before) {
        assertThat(run.err())
                .containsExactly("virnuc: " + out + " holds a run on " + before
                        + "; give another directory with -o, or --force to replace it");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
    }

    private CommandRun predict(String... words) {
        List<String> all = new ArrayList<>(List.of("predict", "-o", out.toString(), "--progress", "none"));
        all.addAll(List.of(words));
        return CommandRun.of(all.toArray(String[]::new));
    }

    private static CommandRun piped(Path input, Path directory, String... more) throws IOException {
        InputStream standardInput = System.in;
        try {
            System.setIn(new ByteArrayInputStream(Files.readString(input).getBytes(StandardCharsets.UTF_8)));
            List<String> all = new ArrayList<>(List.of("predict", "-", "-o", directory.toString()));
            all.addAll(List.of("--progress", "none"));
            all.addAll(List.of(more));
            return CommandRun.of(all.toArray(String[]::new));
        } finally {
            System.setIn(standardInput);
        }
    }
}
