package org.virnuc.sequences;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ch.qos.logback.classic.Level;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
        Files.writeString(Files.createDirectory(folder.resolve("below")).resolve("c.fa"), ">c\nAC\n");
        Path other = Path.of("-");
        try (CapturedLog log = new CapturedLog()) {
            assertThat(InputFolder.files(List.of(other, folder))).containsExactly(other, reads, fasta);
            assertThat(log.messages(Level.INFO))
                    .containsExactly(
                            empty + " is left out: it does not begin like sequences",
                            text + " is left out: it does not begin like sequences");
        }
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
