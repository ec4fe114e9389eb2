package org.virnuc.pipeline.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnuc.engine.run.RunDirectory;
import org.virnuc.files.Digests;
import org.virnuc.pipeline.stages.InputFiles;
import org.virnuc.sequences.InputException;

class InputSpoolTest {
    private static final Path STANDARD_INPUT = Path.of("-");

    private final Path folder;

    InputSpoolTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void filesStayWhereTheyAre() throws IOException {
        Path one = Files.writeString(folder.resolve("one.fa"), ">a\nAC\n");
        Path two = Files.writeString(folder.resolve("two.fa"), ">b\nAC\n");
        List<InputSpool.Entry> entries = take("", one, two);
        assertThat(entries)
                .containsExactly(
                        new InputSpool.Entry(one, one, Digests.ofFile(one)),
                        new InputSpool.Entry(two, two, Digests.ofFile(two)));
    }

    @Test
    void standardInputIsKeptUnderItsHash() throws IOException {
        InputSpool.Entry entry = take(">a\nACGT\n", STANDARD_INPUT).get(0);
        assertThat(entry.given()).isEqualTo(STANDARD_INPUT);
        assertThat(entry.file()).hasContent(">a\nACGT\n").hasFileName(entry.sha256());
        assertThat(entry.sha256()).isEqualTo(Digests.ofFile(entry.file()));
        assertThat(take(">a\nACGT\n", STANDARD_INPUT)).containsExactly(entry);
        assertThat(entry.file().getParent()).isDirectoryContaining("glob:**/" + entry.sha256());

        InputFiles files = InputSpool.artifact(List.of(entry), Optional.empty()).value();
        assertThat(files.names()).containsExactly("standard input");
        assertThat(files.paths()).containsExactly(entry.file());
    }

    @Test
    void digestDependsOnContentsAndOrderNotOnNames() throws IOException {
        Path one = Files.writeString(folder.resolve("one.fa"), ">a\nAC\n");
        Path same = Files.writeString(folder.resolve("same.fa"), ">a\nAC\n");
        Path two = Files.writeString(folder.resolve("two.fa"), ">b\nAC\n");
        String digest =
                InputSpool.artifact(take("", one, two), Optional.empty()).digest();
        assertThat(InputSpool.artifact(take("", same, two), Optional.empty()).digest())
                .isEqualTo(digest);
        assertThat(InputSpool.artifact(take(">b\nAC\n", one, STANDARD_INPUT), Optional.empty())
                        .digest())
                .isEqualTo(digest);
        assertThat(InputSpool.artifact(take("", two, one), Optional.empty()).digest())
                .isNotEqualTo(digest);
        assertThat(InputSpool.artifact(take("", one), Optional.empty()).digest())
                .isNotEqualTo(digest);
        assertThat(InputSpool.artifact(take("", one, two), Optional.empty(), true)
                        .digest())
                .as("read without a check for cut files")
                .isNotEqualTo(digest);
    }

    /** What never ends, as {@code /dev/zero} or {@code yes}, would fill the disk. */
    @Test
    void whatCannotBeSequencesIsNotWaitedFor() throws IOException {
        refused(endless("\0"), "standard input, line 1: a NUL byte: this is binary data; ");
        refused(endless("y\n"), "standard input, line 1: found 'y' before the first '>'; ");
        refused(
                endless("\n\n<html>\n"),
                "standard input, line 1: this is HTML or XML, perhaps the error page of a failed download, not"
                        + " FASTA; ");
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(packed)) {
            byte[] noise = new byte[1 << 17];
            new Random(1).nextBytes(noise);
            noise[0] = 'y';
            out.write(noise);
        }
        byte[] begun = packed.toByteArray();
        refused(
                new SequenceInputStream(new ByteArrayInputStream(begun, 0, 1 << 16), endless("x")),
                "standard input, line 1: this is a table");
        assertThat(folder.resolve("run/work/00-input")).isEmptyDirectory();
    }

    /** Many blank lines may come before the first record. */
    @Test
    void whatMayBecomeSequencesIsKept() throws IOException {
        String late = "\n".repeat(100_000) + ">a\nACGT\n";
        assertThat(take(late, STANDARD_INPUT).get(0).file()).hasContent(late);
        assertThat(take("", STANDARD_INPUT)).hasSize(1);
    }

    private void refused(InputStream source, String message) throws IOException {
        try (RunDirectory directory = RunDirectory.open(folder.resolve("run"), ResultLayout.ALL)) {
            assertThatThrownBy(() -> new InputSpool(directory, source).take(List.of(STANDARD_INPUT)))
                    .isInstanceOf(InputException.class)
                    .hasMessageStartingWith(message);
        }
    }

    private static InputStream endless(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        return new InputStream() {
            private long at;

            @Override
            public int read() {
                if (at > 1 << 24) {
                    throw new AssertionError("read on and on");
                }
                return bytes[(int) (at++ % bytes.length)] & 0xff;
            }

            @Override
            public int read(byte[] into, int offset, int length) {
                for (int i = 0; i < length; i++) {
                    into[offset + i] = (byte) read();
                }
                return length;
            }
        };
    }

    @Test
    void standardInputThatBreaksOffLeavesNothing() throws IOException {
        InputStream broken = InputStream.nullInputStream();
        broken.close();
        assertThatThrownBy(() -> {
                    try (RunDirectory directory = RunDirectory.open(folder.resolve("out"), ResultLayout.ALL)) {
                        new InputSpool(directory, broken).take(List.of(STANDARD_INPUT));
                    }
                })
                .hasMessage("Stream closed");
        assertThat(folder.resolve("out/work/00-input")).isEmptyDirectory();
    }

    private List<InputSpool.Entry> take(String standardInput, Path... inputs) throws IOException {
        InputStream in = new ByteArrayInputStream(standardInput.getBytes(StandardCharsets.US_ASCII));
        try (RunDirectory directory = RunDirectory.open(folder.resolve("out"), ResultLayout.ALL)) {
            return new InputSpool(directory, in).take(List.of(inputs));
        }
    }
}
