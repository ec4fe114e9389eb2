package org.virnuc.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileRecordTest {
    private final Path folder;
    private final Path file;
    private final FileRecord record = new FileRecord("file", 5, Digests.ofText("hello"));

    FileRecordTest(@TempDir Path folder) {
        this.folder = folder;
        this.file = folder.resolve("file");
    }

    @BeforeEach
    void write() throws IOException {
        Files.writeString(file, "hello");
    }

    @Test
    void wholeFileHasNone() throws IOException {
        assertThat(record.damage(folder)).isEmpty();
    }

    @Test
    void missing() throws IOException {
        Files.delete(file);
        assertThat(record.damage(folder)).contains("is missing");
        Files.createDirectory(file);
        assertThat(record.damage(folder)).contains("is missing");
    }

    @Test
    void anotherSize() throws IOException {
        Files.writeString(file, "hell");
        assertThat(record.damage(folder)).contains("has 4 bytes, expected 5");
    }

    @Test
    void anotherContent() throws IOException {
        Files.writeString(file, "hallo");
        assertThat(record.damage(folder)).contains("has the right size but other content");
    }
}
