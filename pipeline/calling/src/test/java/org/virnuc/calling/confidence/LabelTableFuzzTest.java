package org.virnuc.calling.confidence;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.virnuc.files.FuzzFile;
import org.virnuc.sequences.InputException;

/** Any bytes are a table of labels that fits a FASTA file, or are refused. */
@Tag("fuzz")
class LabelTableFuzzTest {
    private static final Path FASTA = fasta();

    private static Path fasta() {
        try {
            return Files.writeString(Files.createTempFile("virnuc-fuzz-", ".fa"), ">a\nACGT\n>b\nACGT\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @FuzzTest
    void any(byte[] content) throws IOException {
        FuzzFile.check("labels.tsv", content, file -> {
            try {
                TruthLabels.ofTable(FASTA, file);
            } catch (InputException misfit) { // of the table, or of the FASTA file, whose name is told
                assertThat(misfit)
                        .message()
                        .containsAnyOf(file.toString(), String.valueOf(FASTA.getFileName()))
                        .doesNotContainPattern("\\p{Cntrl}");
            }
        });
    }
}
