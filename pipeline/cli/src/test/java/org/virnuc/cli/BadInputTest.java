package org.virnuc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.virnuc.sequences.ReadFiles;

/** Input that cannot be used: exit code 3, one line that says file, line, what was found and what to do, and no result. */
class BadInputTest {
    private final Path folder;
    private final Path input;
    private final Path out;

    BadInputTest(@TempDir Path folder) {
        this.folder = folder;
        this.input = folder.resolve("in.fa");
        this.out = folder.resolve("out");
    }

    @Test
    void missingFile() {
        refusedAtOnce(input + ": no such file; check the path");
    }

    @Test
    void directory() throws IOException {
        Files.createDirectory(input);
        refusedAtOnce(input + ": there are no files in this directory; name one with FASTA, FASTQ,"
                + " BAM, CRAM, SAM or GenBank files");
    }

    @Test
    void emptyFile() throws IOException {
        write("");
        refusedAtOnce(input + ": the file is empty; name a FASTA file with at least one record");
    }

    @Test
    void emptyGzip() throws IOException {
        Files.write(input, gzip(""));
        refusedAtOnce(input + ": nothing is compressed in this gzip file; name one with at least one record");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<html>  | HTML or XML, perhaps the error page of a failed download, not FASTA; download the file again",
                "%PDF-1.7  | a PDF, not FASTA; name a FASTA file",
            })
    void otherFormats(String text, String message) throws IOException {
        write(text.replace("\\n", "\n"));
        refusedAtOnce(input + ", line 1: this is " + message);
    }

    /** Also where an earlier run has read it without that option. */
    @Test
    void aBamFileThatIsCutShortIsRefusedWhereThatIsAskedFor() throws IOException {
        byte[] bam = ReadFiles.bam();
        Files.write(input, Arrays.copyOf(bam, bam.length - 28));
        String words =
                input + ": no end mark, which whole files of bgzip, BAM and CRAM have, so the last records may be"
                        + " missing or cut short; copy or download it again";
        CommandRun lenient = CommandRun.of("predict", input.toString(), "-o", out.toString(), "--progress", "none");
        assertThat(lenient.code()).isZero();
        assertThat(out.resolve("virnuc.log")).content().contains("chunking: " + words);
        CommandRun strict = CommandRun.of(
                "predict", input.toString(), "-o", out.toString(), "--progress", "none", "--strict-input");
        assertThat(strict.code()).isEqualTo(3);
        assertThat(strict.err()).contains("virnuc: " + words + ", or leave --strict-input out to take what is there");
    }

    @Test
    void aLinkThatLeadsToNothing() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link.fa"), folder.resolve("gone/link.fa"));
        String message = "virnuc: " + link
                + ": a link that leads to nothing; fetch or restore what it leads to (ls -l shows it), or remove the link";
        for (Path named : List.of(link, folder)) {
            CommandRun run = CommandRun.of("predict", named.toString(), "-o", out.toString());
            assertThat(run.code()).isEqualTo(3);
            assertThat(run.err()).containsExactly(message);
            assertThat(out).doesNotExist();
        }
    }

    @Test
    void aReferenceThatIsNotThere() throws IOException {
        write(">a\nACGT\n");
        Path missing = folder.resolve("missing.fa");
        CommandRun run =
                CommandRun.of("predict", input.toString(), "-o", out.toString(), "--reference", missing.toString());
        assertThat(run.code()).isEqualTo(3);
        assertThat(run.err())
                .containsExactly("virnuc: " + missing + ": no such file; check the path given with --reference");
    }

    @Test
    void secondOfTwoInputsIsChecked() throws IOException {
        write(">a\nACGT\n");
        Path missing = folder.resolve("missing.fa");
        CommandRun run = CommandRun.of("predict", input.toString(), missing.toString(), "-o", out.toString());
        assertThat(run.code()).isEqualTo(3);
        assertThat(run.err()).containsExactly("virnuc: " + missing + ": no such file; check the path");
        assertThat(out).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\\n \\n | : no '>' found, only blank lines; name a FASTA file with at least one record",
                "LOCUS A 9223372036854775808 bp DNA\\nORIGIN\\n 1 acgt\\n//\\n | , line 1: the LOCUS of record 'A' says 9223372036854775808 letters, more than any file holds; correct the line, or download the record again",
                "@HD\\tVN:1.6\\n@SQ\\tSN:a\\n | , line 2 of the header: a sequence without a length in bases (LN); correct it, as with samtools reheader",
                ">a\\nACGT\\n> \\nAC\\n | , line 3: a '>' without an id; write the record's name directly after the '>'",
                ">a\\nMKTLLILAVVAAALA\\n | , line 2: 'L' is not a nucleotide letter (record 'a'); this looks like protein; VirNuc reads DNA (A C G T U, the IUPAC codes, X, - . and *)",
                ">a\\nACGT\\nAC\\0GT\\n | , line 3: a NUL byte: this is binary data; name a FASTA file, plain or compressed with gzip",
                ">a\\nAC7T\\n | , line 2: '7' is not a nucleotide letter (record 'a'); correct the line; allowed are A C G T U, the IUPAC codes, X, - . and *",
            })
    void badContent(String text, String message) throws IOException {
        write(text.replace("\\n", "\n").replace("\\t", "\t").replace("\\0", "\0"));
        refusedLater(input + message);
    }

    /** Whatever an input begins with is looked at before the first of them is read to its end. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "hello\\nworld\\n | , line 1: found 'hello' before the first '>'; FASTA begins with a header line such as '>name'; check that this is a FASTA file",
                "\\n\\nACGT\\n>a\\nACGT\\n | , line 3: found 'ACGT' before the first '>'; FASTA begins with a header line such as '>name'; check that this is a FASTA file",
            })
    void whatBeginsLikeNoSequencesIsRefusedBeforeAnythingIsRead(String text, String message) throws IOException {
        write(text.replace("\\n", "\n"));
        refusedAtOnce(input + message);
        Path sound = Files.writeString(folder.resolve("sound.fa"), ">a\nACGT\n");
        CommandRun run = CommandRun.of("predict", sound.toString(), input.toString(), "-o", out.toString());
        assertThat(run.code()).isEqualTo(3);
        assertThat(run.err()).containsExactly("virnuc: " + input + message);
        assertThat(out).doesNotExist();
        CommandRun reference =
                CommandRun.of("predict", sound.toString(), "--reference", input.toString(), "-o", out.toString());
        assertThat(reference.code()).isEqualTo(3);
        assertThat(reference.err()).containsExactly("virnuc: " + input + message);
    }

    /** What is said in fewer words is not checked less. */
    @ParameterizedTest
    @ValueSource(strings = {"devise: cpu\n", "length: [1, 2]\n", "length: abc\n", "write: [viral, [regions]]\n"})
    void aRunFileIsCheckedWhereNothingIsSaidToo(String text) throws IOException {
        Path config = Files.writeString(input.resolveSibling("run.yaml"), text);
        Files.writeString(input, ">a\nACGT\n");
        List<String> command =
                List.of("predict", input.toString(), "-o", out.toString(), "--config", config.toString());
        CommandRun loud = CommandRun.of(command.toArray(String[]::new));
        assertThat(loud.code()).isEqualTo(2);
        assertThat(loud.err().get(0)).startsWith("virnuc: " + config + ", line 1: ");
        for (String quiet : List.of("--quiet", "-q")) {
            List<String> with = new ArrayList<>(command);
            with.add(1, quiet);
            CommandRun run = CommandRun.of(with.toArray(String[]::new));
            assertThat(run.code()).as("%s with %s", text, quiet).isEqualTo(2);
            assertThat(run.err()).containsExactlyElementsOf(loud.err());
            assertThat(out).doesNotExist();
        }
    }

    @Test
    void truncatedGzip() throws IOException {
        byte[] whole = gzip(">a\n" + "ACGTTGCA".repeat(5_000) + "\n");
        Files.write(input, Arrays.copyOf(whole, whole.length - 9));
        assertThat(refusedLater())
                .startsWith("virnuc: " + input + ": the gzip data is damaged or cut short; ")
                .endsWith("copy or download it again, then check it with: gzip -t " + input);
    }

    @Test
    void corruptGzip() throws IOException {
        byte[] whole = gzip(">a\n" + "ACGTTGCA".repeat(5_000) + "\n");
        whole[whole.length - 6] ^= 0x55;
        Files.write(input, whole);
        assertThat(refusedLater()).startsWith("virnuc: " + input + ": the gzip data is damaged or cut short; ");
    }

    @Test
    void secondMemberOfAGzipIsCheckedToo() throws IOException {
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.write(gzip(">a\nACGT\n"));
        both.write(gzip(">b\nACGT\n"), 0, 15);
        Files.write(input, both.toByteArray());
        assertThat(refusedLater()).contains("the gzip data is damaged or cut short");
    }

    /** The user reads one line; whoever looks into it finds the rest. */
    @Test
    void theErrorIsInTheLogWithItsTrace() throws IOException {
        write(">a\nAC7T\n");
        refusedLater();
        assertThat(out.resolve("virnuc.log"))
                .content()
                .contains("InputException")
                .contains("\tat org.virnuc.pipeline.");
        assertThat(out.resolve("telemetry.json")).content().contains("\"status\" : \"failed\"");
    }

    private void refusedAtOnce(String message) {
        CommandRun run = CommandRun.of("predict", input.toString(), "-o", out.toString());
        assertThat(run.code()).isEqualTo(3);
        assertThat(run.err()).containsExactly("virnuc: " + message);
        assertThat(run.out()).isEmpty();
        assertThat(out).doesNotExist();
    }

    private void refusedLater(String message) throws IOException {
        assertThat(refusedLater()).isEqualTo("virnuc: " + message);
    }

    private String refusedLater() throws IOException {
        CommandRun run = CommandRun.of("predict", input.toString(), "-o", out.toString(), "--progress", "none");
        assertThat(run.code()).isEqualTo(3);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).hasSize(1);
        assertThat(List.of("prediction_results.txt", "prediction_results_highestscore.csv", "sequences.tsv"))
                .noneMatch(name -> Files.exists(out.resolve(name)));
        return run.err().get(0);
    }

    private void write(String text) throws IOException {
        Files.write(input, text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.ISO_8859_1));
        }
        return bytes.toByteArray();
    }
}
