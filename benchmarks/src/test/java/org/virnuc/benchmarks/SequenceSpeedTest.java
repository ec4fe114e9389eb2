package org.virnuc.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnuc.cli.ExitCode;
import org.virnuc.sequences.InputException;
import picocli.CommandLine;

/** Which inputs are measured at all. */
class SequenceSpeedTest {
    private static final String RECORDS = ">a\nACGTACGT\n>b\nGGCC\n".repeat(500);

    private final Path folder;

    SequenceSpeedTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void textBeforeTheFirstHeaderIsBadInput() throws IOException {
        refused(file("text.fa", "hello\n" + RECORDS), ", line 1: found 'hello' before the first '>'; ");
    }

    @Test
    void anEmptyFileIsBadInput() throws IOException {
        refused(file("empty.fa", ""), ": ");
    }

    @Test
    void aLetterThatIsNoneFarBehindIsBadInput() throws IOException {
        refused(
                file("letter.fa", RECORDS + ">c\nAC7T\n"),
                ", line 2002: '7' is not a nucleotide letter (record 'c'); ");
    }

    @Test
    void aCutGzipFileIsBadInput() throws IOException {
        byte[] whole = packed(RECORDS);
        Path cut = Files.write(folder.resolve("cut.fa.gz"), Arrays.copyOf(whole, whole.length - 12));
        refused(cut, ": ");
    }

    @Test
    void whatARunReadsIsMeasured() throws IOException {
        piece(file("records.fa", RECORDS)).check();
        piece(Files.write(folder.resolve("records.fa.gz"), packed(RECORDS))).check();
        new SequenceSpeed().check();
    }

    /** As the whole command would end: before anything is measured. */
    private static void refused(Path input, String complaint) {
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> piece(input).call())
                .satisfies(e -> assertThat(ExitCode.of(e)).isEqualTo(ExitCode.INPUT))
                .withMessageStartingWith(input + complaint)
                .withMessageNotContaining("\n");
    }

    private static SequenceSpeed piece(Path input) {
        SequenceSpeed piece = new SequenceSpeed();
        new CommandLine(piece).parseArgs("--input", input.toString(), "--iterations", "1", "--warm-up", "1");
        return piece;
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private static byte[] packed(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.US_ASCII));
        }
        return bytes.toByteArray();
    }
}
