package org.virnuc.models.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnuc.models.hub.Checksum;

class DigestsTest {
    private final Path folder;
    private final Digests digests;

    DigestsTest(@TempDir Path folder) {
        this.folder = folder;
        this.digests = new Digests(folder.resolve("digests"));
    }

    @Test
    void bigFilesAreReadOnce() throws IOException {
        Path file = big("weights", 1);
        String digest = digests.ofFile(file);
        assertThat(digest).isEqualTo(Checksum.of(Checksum.Kind.SHA256, file));
        Files.writeString(onlyNote(), "ab".repeat(32));
        assertThat(digests.ofFile(file)).as("as it was noted").isEqualTo("ab".repeat(32));
    }

    @Test
    void aNoteThatSaysNoDigestIsWrittenAnew() throws IOException {
        Path file = big("weights", 1);
        String digest = digests.ofFile(file);
        Path note = onlyNote();
        for (String said : List.of("", "\n", digest.substring(1), digest + "0", "z".repeat(64), "a".repeat(40))) {
            Files.writeString(note, said);
            assertThat(digests.ofFile(file)).as("note \"%s\"", said).isEqualTo(digest);
            assertThat(note).hasContent(digest);
        }
    }

    private Path big(String name, int fill) throws IOException {
        byte[] content = new byte[100_000];
        content[0] = (byte) fill;
        return Files.write(folder.resolve(name), content);
    }

    private Path onlyNote() throws IOException {
        try (Stream<Path> notes = Files.list(folder.resolve("digests"))) {
            List<Path> all = notes.toList();
            assertThat(all).hasSize(1);
            return all.get(0);
        }
    }
}
