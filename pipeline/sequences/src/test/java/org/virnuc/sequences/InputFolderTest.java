package org.virnuc.sequences;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ch.qos.logback.classic.Level;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.ThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnuc.files.CapturedLog;

class InputFolderTest {
    @Test
    void theFilesOfADirectoryThatHoldSequencesAreTakenByName(@TempDir Path folder) throws IOException {
        Path fasta = Files.writeString(folder.resolve("s2"), "\n>a\nAC\n");
        Path reads = Files.write(folder.resolve("s10.bam"), ReadFiles.bam());
        Path text = Files.writeString(folder.resolve("notes.txt"), "my notes\n");
        Path empty = Files.createFile(folder.resolve("empty.fa"));
        Files.writeString(folder.resolve(".hidden.fa"), ">b\nAC\n");
        Path below = Files.createDirectory(folder.resolve("below"));
        Files.writeString(below.resolve("c.fa"), ">c\nAC\n");
        Files.createDirectory(folder.resolve(".git"));
        Path other = Path.of("-");
        try (CapturedLog log = new CapturedLog()) {
            assertThat(InputFolder.files(List.of(other, folder))).containsExactly(other, reads, fasta);
            assertThat(log.messages(Level.INFO))
                    .containsExactly(
                            empty + " is left out: it does not begin like sequences",
                            text + " is left out: it does not begin like sequences",
                            below + " is left out: a folder within a directory of inputs; name it as an input of its"
                                    + " own");
        }
    }

    @Test
    void whatCannotBeLookedAtIsAnError(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("a.fa"), ">a\nAC\n");
        Path link = Files.createSymbolicLink(folder.resolve("b.fa"), folder.resolve("gone/b.fa"));
        String message = link + ": a link that leads to nothing; fetch or restore what it leads to (ls -l shows it), or"
                + " remove the link";
        assertRefused(() -> InputFolder.files(List.of(folder)), message);
        assertRefused(() -> InputFile.check(folder), message);
        assertRefused(() -> InputFile.check(link), message);
        assertRefused(() -> InputFile.open(link, link.toString()), message);
        Files.delete(link);
        assertThat(InputFolder.files(List.of(folder))).containsExactly(folder.resolve("a.fa"));
        Path socket = folder.resolve("c.fa");
        try (ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.bind(UnixDomainSocketAddress.of(socket));
            assertRefused(
                    () -> InputFolder.files(List.of(folder)),
                    socket + ": a pipe, socket or device in a directory of inputs, which cannot be looked at without"
                            + " reading it; name it as an input of its own, or remove it");
        }
    }

    @Test
    void aFileIsLookedForBeforeItIsNeeded(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("a.fa");
        assertRefused(() -> InputFile.check(file), file + ": no such file; check the path");
        InputFile.check(Files.createFile(file));
        InputFile.check(folder);
    }

    private static void assertRefused(ThrowableAssert.ThrowingCallable reading, String message) {
        assertThatExceptionOfType(InputException.class).isThrownBy(reading).withMessage(message);
    }

    @Test
    void anEmptyDirectoryIsAnError(@TempDir Path folder) {
        assertRefused(
                () -> InputFolder.files(List.of(folder)),
                folder + ": there are no files in this directory; name one with FASTA, FASTQ, BAM, CRAM, SAM or"
                        + " GenBank files");
    }

    @Test
    void aDirectoryWithoutSequencesIsAnError(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("notes.txt"), "my notes\n");
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> InputFolder.files(List.of(folder)))
                .withMessage(
                        folder + ": none of the 1 files in this directory begins like sequences; name one with FASTA,"
                                + " FASTQ, BAM, CRAM, SAM or GenBank files");
    }
}
