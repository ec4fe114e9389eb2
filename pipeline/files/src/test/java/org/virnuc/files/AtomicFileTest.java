package org.virnuc.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AtomicFileTest {
    private final Path folder;
    private final Path target;
    private final List<FileRecord> committed = new ArrayList<>();

    AtomicFileTest(@TempDir Path folder) {
        this.folder = folder;
        this.target = folder.resolve("file.txt");
    }

    @Test
    void nothingHasTheNameBeforeTheCommit() throws IOException {
        try (AtomicFile file = AtomicFile.create(target, committed::add)) {
            file.write("hello".getBytes(StandardCharsets.US_ASCII));
            assertThat(target).doesNotExist();
            assertThat(committed).isEmpty();
            file.commit();
            assertThat(target).hasContent("hello");
        }
        assertThat(names()).containsExactly("file.txt");
    }

    @Test
    void closedWithoutCommitLeavesNothing() throws IOException {
        try (AtomicFile file = AtomicFile.create(target, committed::add)) {
            file.write(new byte[1 << 20]);
        }
        assertThat(names()).isEmpty();
        assertThat(committed).isEmpty();
    }

    @Test
    void closedWithoutCommitLeavesTheOldContent() throws IOException {
        AtomicFile.write(target, "old");
        try (AtomicFile file = AtomicFile.create(target, committed::add)) {
            file.write("new".getBytes(StandardCharsets.US_ASCII));
        }
        assertThat(target).hasContent("old");
        AtomicFile.write(target, "new");
        assertThat(target).hasContent("new");
        assertThat(names()).containsExactly("file.txt");
    }

    @Test
    void leftoverOfAKilledRunIsOverwritten() throws IOException {
        Files.writeString(folder.resolve(".file.txt.tmp"), "a longer leftover");
        AtomicFile.write(target, "new");
        assertThat(target).hasContent("new");
        assertThat(names()).containsExactly("file.txt");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 262_143, 262_144, 262_145, 1_000_003})
    void vouchesForSizeAndHash(int size) throws IOException {
        byte[] content = new byte[size];
        new Random(size).nextBytes(content);
        try (AtomicFile file = AtomicFile.create(target, committed::add)) {
            int single = Math.min(size, 3);
            for (int i = 0; i < single; i++) {
                file.write(content[i]);
            }
            int half = single + (size - single) / 2;
            file.write(content, single, half - single);
            file.write(content, half, size - half);
            file.commit();
        }
        assertThat(target).hasBinaryContent(content);
        assertThat(committed).containsExactly(new FileRecord("file.txt", size, Digests.ofFile(target)));
        assertThat(committed.get(0).damage(folder)).isEmpty();
    }

    @Test
    void singleBytesBeyondTheBuffer() throws IOException {
        byte[] content = new byte[600_000];
        new Random(1).nextBytes(content);
        try (AtomicFile file = AtomicFile.create(target, committed::add)) {
            for (byte b : content) {
                file.write(b);
            }
            file.commit();
        }
        assertThat(target).hasBinaryContent(content);
    }

    @Test
    void copyReplacesTheTarget() throws IOException {
        Path source = Files.writeString(folder.resolve("source"), "from");
        Files.writeString(target, "before");
        AtomicFile.copy(source, target);
        assertThat(target).hasContent("from");
        assertThat(names()).containsExactly("file.txt", "source");
    }

    @Test
    void nameTakenByAFolderLeavesNoTemporaryFile() throws IOException {
        Files.createDirectories(target.resolve("content"));
        assertThatThrownBy(() -> AtomicFile.write(target, "text")).isInstanceOf(IOException.class);
        assertThat(names()).containsExactly("file.txt");
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }
}
