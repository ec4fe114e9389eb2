package org.virnuc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Errors in {@code --reads} are reported before anything is computed. */
class ReadLabelOptionsTest {
    private static final String ADVICE = "; align the reads to the contigs, as with minimap2 -a or bwa mem, and name"
            + " what that writes with --reads";

    private final Path folder;
    private final Path contigs;
    private final Path reads;

    ReadLabelOptionsTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.contigs = write("contigs.fa", ">c1 first\nTTAATTAACTAATTAATTAG\n>c2\nTTAATTAACTAA\n");
        this.reads = folder.resolve("reads.sam");
    }

    @Test
    void missingFile() {
        refused(3, reads + ": no such file; check the path", "--reads", reads.toString());
    }

    @Test
    void notAlignments() throws IOException {
        write("reads.sam", "@r1\nACGT\n+\nIIII\n");
        refused(3, reads + ": this is not BAM, CRAM, or SAM with a header" + ADVICE, "--reads", reads.toString());
    }

    @Test
    void alignedToNothing() throws IOException {
        write("reads.sam", "@HD\tVN:1.6\nr1\t4\t*\t0\t0\t*\t*\t0\t0\tACGT\t*\n");
        refused(
                3,
                reads + ": its header names no sequences, so its reads are not aligned" + ADVICE,
                "--reads",
                reads.toString());
    }

    @Test
    void alignedToOtherContigs() throws IOException {
        write("reads.sam", "@SQ\tSN:k1\tLN:20\n@SQ\tSN:k2\tLN:20\n");
        refused(
                3,
                reads + ": none of the 2 sequences that the reads were aligned to is in the input: the first is record"
                        + " 'k1' there and record 'c1' in the input; align the reads to the contigs that are scored,"
                        + " without changing their ids",
                "--reads",
                reads.toString());
    }

    @Test
    void alignedToContigsOfAnotherLength() throws IOException {
        write("reads.sam", "@SQ\tSN:c2\tLN:12\n@SQ\tSN:c1\tLN:21\n");
        refused(
                3,
                reads + ": aligned to a sequence of 21 bases (record 'c1'), which has 20 in the input; align the reads"
                        + " to the contigs that are scored",
                "--reads",
                reads.toString());
    }

    @Test
    void whatDoesNotGoTogether() throws IOException {
        refused(
                2,
                "--write-reads goes with --reads: name the reads that were aligned to the input",
                "--write-reads",
                "viral");
        refused(2, "--reads - is not possible; name a file", "--reads", "-");
        Path sheet = write("sheet.csv", "sample,path\na,contigs.fa\n");
        CommandRun run = CommandRun.of("predict", "--samples", sheet.toString(), "--reads", reads.toString());
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err())
                .containsExactly("virnuc: --reads belongs to one input, and --samples names several; run virnuc predict"
                        + " INPUT --reads BAM for each sample");
    }

    private void refused(int code, String message, String... options) {
        List<String> command = new ArrayList<>(List.of("predict", contigs.toString()));
        command.addAll(List.of("-o", folder.resolve("out").toString(), "--progress", "none"));
        command.addAll(List.of(options));
        CommandRun run = CommandRun.of(command.toArray(String[]::new));
        assertThat(run.err()).containsExactly("virnuc: " + message);
        assertThat(run.code()).isEqualTo(code);
        assertThat(folder.resolve("out")).as("nothing is computed").doesNotExist();
    }

    private Path write(String name, String text) throws IOException {
        return Files.write(folder.resolve(name), text.getBytes(StandardCharsets.UTF_8));
    }
}
