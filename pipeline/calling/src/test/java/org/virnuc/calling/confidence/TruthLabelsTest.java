package org.virnuc.calling.confidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnuc.engine.UsageException;
import org.virnuc.sequences.InputException;

/** Labels out of headers and tables, and what is said where they are missing. */
class TruthLabelsTest {
    private final Path folder;

    TruthLabelsTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void headersSayWhatRecordsAre() throws IOException {
        TruthLabels labels = TruthLabels.ofHeaders(
                write(
                        "in.fa",
                        ">a label=viral cluster=C1 group=RNA organism=\"x y\"\nACGT\n>b x label=host\nACGT\n>c label=viral cluster=C1\nA\n"));
        assertThat(labels.of("a")).isEqualTo(new TruthLabels.Truth(true, "C1", "RNA"));
        assertThat(labels.of("b")).isEqualTo(new TruthLabels.Truth(false, "b", ""));
        assertThat(labels.count(true)).isEqualTo(2);
        assertThat(labels.clusters()).isEqualTo(2);
    }

    @Test
    void tableSaysWhatRecordsAre() throws IOException {
        Path table = write("labels.tsv", "group\tid\tlabel\tcluster\nRNA\ta\tviral\tC1\n\tb\thost\t\n");
        TruthLabels labels = TruthLabels.ofTable(write("in.fa", ">a\nACGT\n>b\nACGT\n"), table);
        assertThat(labels.of("a")).isEqualTo(new TruthLabels.Truth(true, "C1", "RNA"));
        assertThat(labels.of("b")).isEqualTo(new TruthLabels.Truth(false, "b", ""));
    }

    @Test
    void whatIsMissingIsNamed() throws IOException {
        Path none = write("none.fa", ">a label=viral\nACGT\n>b\nACGT\n");
        assertThatThrownBy(() -> TruthLabels.ofHeaders(none))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(
                        "line 3: record 'b' has no label; write label=viral or label=host into the header");
        Path other = write("other.fa", ">a label=phage\nACGT\n");
        assertThatThrownBy(() -> TruthLabels.ofHeaders(other))
                .hasMessageContaining("line 1: the label is 'phage', expected viral or host");
        Path twice = write("twice.fa", ">a label=viral\nACGT\n>a label=viral\nACGT\n");
        assertThatThrownBy(() -> TruthLabels.ofHeaders(twice)).hasMessageContaining("record 'a' is there twice");
        Path table = write("labels.tsv", "id\tlabel\na\tviral\n");
        assertThatThrownBy(() -> TruthLabels.ofTable(none, table))
                .hasMessageContaining("line 3: record 'b' has no row in the table of labels");
        Path wrong = write("wrong.tsv", "id\tlabel\na\tvirus\n");
        assertThatThrownBy(() -> TruthLabels.ofTable(none, wrong))
                .isInstanceOf(InputException.class)
                .hasMessage(wrong + ", line 2: the label is 'virus', expected viral or host; correct the column label");
    }

    /** As spreadsheets and people write them. */
    @Test
    void marksLineEndsAndBlankLinesDoNoHarm() throws IOException {
        Path table = write("labels.tsv", "\ufeffid\tlabel\r\na\tviral\r\n\r\nb\thost\r\n  \r\n");
        assertThat(TruthLabels.ofTable(write("in.fa", ">a\nACGT\n>b\nACGT\n"), table)
                        .count(true))
                .isEqualTo(1);
    }

    @Test
    void twoLabelsOfOneIdAreRefused() throws IOException {
        Path fasta = write("in.fa", ">a\nACGT\n");
        Path table = write("labels.tsv", "id\tlabel\na\tviral\na\thost\n");
        assertThatThrownBy(() -> TruthLabels.ofTable(fasta, table))
                .hasMessage(table + ", line 3: id 'a' is there twice, and not as the same; keep one of them");
        assertThat(TruthLabels.ofTable(fasta, write("labels.tsv", "id\tlabel\na\tviral\na\tviral\n"))
                        .count(true))
                .isEqualTo(1);
    }

    @Test
    void tablesOfOtherShapesAreRefused() throws IOException {
        Path fasta = write("in.fa", ">a\nACGT\n");
        Path columns = write("c.tsv", "name\tkind\n");
        assertThatThrownBy(() -> TruthLabels.ofTable(fasta, columns))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("line 1: expected tab-separated columns id and label")
                .hasMessageContaining("found [name, kind]");
        Path ragged = write("r.tsv", "id\tlabel\na\n");
        assertThatThrownBy(() -> TruthLabels.ofTable(fasta, ragged))
                .hasMessageContaining("line 2: 1 columns, expected 2");
        assertThatThrownBy(() -> TruthLabels.ofTable(fasta, folder.resolve("no.tsv")))
                .hasMessageContaining("cannot read `labels`")
                .hasMessageContaining("check the path");
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}
