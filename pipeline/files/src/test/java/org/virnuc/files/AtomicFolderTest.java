package org.virnuc.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFolderTest {
    private final Path parent;
    private final Path finished;
    private final Path target;

    AtomicFolderTest(@TempDir Path parent) {
        this.parent = parent;
        this.finished = parent.resolve("finished");
        this.target = parent.resolve("target");
    }

    @BeforeEach
    void write() throws IOException {
        Files.writeString(Files.createDirectories(finished).resolve("file"), "mine");
    }

    @Test
    void aFinishedFolderHasItsName() throws IOException {
        assertThat(AtomicFolder.commitNew(finished, target)).isTrue();
        assertThat(target.resolve("file")).hasContent("mine");
        assertThat(finished).doesNotExist();
    }

    @Test
    void theFirstOneStays() throws IOException {
        Files.writeString(Files.createDirectories(target).resolve("file"), "earlier");
        assertThat(AtomicFolder.commitNew(finished, target)).isFalse();
        assertThat(target.resolve("file")).hasContent("earlier");
        assertThat(finished.resolve("file")).hasContent("mine");
    }

    @Test
    void whatCannotBeRenamedIsAnError() {
        assertThatThrownBy(() -> AtomicFolder.commitNew(parent.resolve("none"), target))
                .isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() ->
                        AtomicFolder.commitNew(finished, parent.resolve("none").resolve("target")))
                .isInstanceOf(NoSuchFileException.class);
        assertThat(finished.resolve("file")).hasContent("mine");
    }
}
