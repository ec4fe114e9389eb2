package org.virnuc.models.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.virnuc.models.ModelException;
import org.virnuc.models.cache.FileIdentity;
import org.virnuc.models.cache.Notes;
import org.virnuc.models.hub.Checksum;

class HashNotesTest {
    private final Path folder;

    HashNotesTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void bigFilesAreReadOnce() throws IOException {
        Path file = big("weights", 1);
        String digest = another().ofFile(file);
        assertThat(digest).isEqualTo(Checksum.of(Checksum.Kind.SHA256, file));
        String noted = "ab".repeat(32);
        new Notes(folder.resolve("digests")).write(FileIdentity.of(file) + "\nSHA256", noted);
        assertThat(another().ofFile(file)).as("as it was noted").isEqualTo(noted);
    }

    @Test
    void aNoteThatIsNotWhatWasWrittenIsWrittenAnew() throws IOException {
        Path file = big("weights", 1);
        String digest = another().ofFile(file);
        Path note = onlyNote();
        String whole = Files.readString(note);
        List<String> damages = new ArrayList<>(List.of("", "\n", "ab".repeat(32), digest, whole + "\n"));
        for (int i = 0; i < whole.length(); i += 7) {
            damages.add(whole.substring(0, i) + (whole.charAt(i) == 'a' ? 'b' : 'a') + whole.substring(i + 1));
        }
        for (String said : damages) {
            Files.writeString(note, said);
            assertThat(another().ofFile(file)).as("note \"%s\"", said).isEqualTo(digest);
            assertThat(note).hasContent(whole);
        }
    }

    /** Programs that copy and restore set times back. */
    @Test
    void aFileWithOtherBytesIsReadAgainAlsoWhereSizeAndTimeAreTheSame() throws IOException {
        Path file = big("weights", 1);
        FileTime changed = Files.getLastModifiedTime(file);
        HashNotes hashes = another();
        String before = hashes.ofFile(file);
        assumeTrue(file.getFileSystem().supportedFileAttributeViews().contains("unix"));
        big("weights", 2);
        Files.setLastModifiedTime(file, changed);
        assertThat(hashes.ofFile(file)).isNotEqualTo(before).isEqualTo(Checksum.of(Checksum.Kind.SHA256, file));
    }

    @ParameterizedTest
    @CsvSource({"100000, SHA-256", "100, SHA-256", "100, git SHA-1"})
    void contentOfTheHubsCacheHasTheHashThatNamesItOrIsRefused(int size, String word) throws IOException {
        Checksum.Kind kind = word.startsWith("git") ? Checksum.Kind.GIT : Checksum.Kind.SHA256;
        Path sound = Files.write(folder.resolve("sound"), new byte[size]);
        String expected = Checksum.of(kind, sound);
        Path blob = Files.createDirectories(folder.resolve("blobs")).resolve(expected);
        Path link = Files.createSymbolicLink(folder.resolve("model.safetensors"), blob);
        Files.copy(sound, blob);
        assertThat(another().ofFile(link)).isEqualTo(Checksum.of(Checksum.Kind.SHA256, sound));
        byte[] damaged = new byte[size];
        damaged[size / 2] = 1;
        Files.write(blob, damaged);
        assertThatThrownBy(() -> another().ofFile(link))
                .isInstanceOf(ModelException.class)
                .hasMessage(link + " has " + word + " " + Checksum.of(kind, blob) + ", expected " + expected
                        + ", its name in the hub's cache; it is damaged, pull the model again");
    }

    /** As a later process has it, which knows only what was noted. */
    private HashNotes another() {
        return new HashNotes(folder.resolve("digests"));
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
