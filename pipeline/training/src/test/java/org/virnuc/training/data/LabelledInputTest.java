package org.virnuc.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnuc.calling.confidence.TruthLabels;
import org.virnuc.engine.UsageException;
import org.virnuc.sequences.InputException;

class LabelledInputTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void foldersLabelTheirFiles() throws IOException {
        file("data/viral/a.fa", ">a cluster=C1 group=RNA-virus\nACGT\n");
        file("data/host/b.fa", ">b\nACGT\n");
        file("Viral/c.fa", ">c\nACGT\n");
        file("mixed/d.fa", ">d label=host\nACGT\n");
        List<TruthLabels.Source> sources = LabelledInput.sources(
                List.of(folder.resolve("data"), folder.resolve("Viral"), folder.resolve("mixed/d.fa")));
        assertThat(sources)
                .extracting(TruthLabels.Source::viral)
                .containsExactly(Optional.of(true), Optional.of(false), Optional.of(true), Optional.empty());
        TruthLabels labels = TruthLabels.of(sources, Optional.empty());
        assertThat(labels.ids()).containsExactly("a", "b", "c", "d");
        assertThat(labels.of("a")).isEqualTo(new TruthLabels.Truth(true, "C1", "RNA-virus"));
        assertThat(labels.of("b").viral()).isFalse();
        assertThat(labels.of("c").viral()).isTrue();
        assertThat(labels.only("a"::equals).ids()).containsExactly("a");
    }

    @Test
    void theSameIdInTwoFilesIsRefused() throws IOException {
        file("viral/a.fa", ">a\nACGT\n");
        file("host/b.fa", ">a\nACGT\n");
        List<TruthLabels.Source> sources = LabelledInput.sources(List.of(folder));
        assertThatThrownBy(() -> TruthLabels.of(sources, Optional.empty()))
                .isInstanceOf(InputException.class)
                .hasMessageEndingWith("b.fa, line 1: record 'a' is there twice, so its scores could not be told apart;"
                        + " rename one");
    }

    @Test
    void aFileIsNamedOnce() throws IOException {
        file("data/viral/a.fa", ">a\nACGT\n");
        file("data/host/b.fa", ">b\nACGT\n");
        Path again = folder.resolve("data/viral/a.fa");
        assertThatThrownBy(() -> LabelledInput.sources(List.of(folder.resolve("data"), again)))
                .isInstanceOf(UsageException.class)
                .hasMessage(again + " is an input twice, and its records would be counted twice; leave one of the two"
                        + " out");
    }

    private void file(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
