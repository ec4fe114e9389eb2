package org.virnuc.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UserFoldersTest {
    private final Path known;

    UserFoldersTest(@TempDir Path folder) {
        this.known = folder.toAbsolutePath();
    }

    @Test
    void theHomeOfTheEnvironmentWins() {
        UserFolders folders = new UserFolders(Map.of("HOME", "/h"), known.toString());
        assertThat(folders.home()).contains(Path.of("/h"));
        assertThat(folders.cache()).contains(Path.of("/h/.cache"));
        assertThat(folders.config()).contains(Path.of("/h/.config"));
        assertThat(folders.data()).contains(Path.of("/h/.local/share"));
    }

    @Test
    void theSystemsHomeIsTakenWhereItIsThere() {
        assertThat(new UserFolders(Map.of(), known.toString()).home()).contains(known);
        assertThat(new UserFolders(Map.of("HOME", ""), known.toString()).home()).contains(known);
        assertThat(new UserFolders(Map.of("HOME", "here"), known.toString()).home())
                .contains(known);
    }

    @Test
    void aUserWithoutAHomeHasNoFolders() {
        for (String none : new String[] {"?", "", known.resolve("nonexistent").toString()}) {
            UserFolders folders = new UserFolders(Map.of(), none);
            assertThat(folders.home()).isEmpty();
            assertThat(folders.cache()).isEmpty();
            assertThat(folders.config()).isEmpty();
            assertThat(folders.data()).isEmpty();
        }
    }

    @Test
    void foldersWithNamesOfTheirOwnNeedNoHome() {
        UserFolders folders =
                new UserFolders(Map.of("XDG_CACHE_HOME", "/c", "XDG_CONFIG_HOME", "/f", "XDG_DATA_HOME", "/d"), "?");
        assertThat(folders.cache()).contains(Path.of("/c"));
        assertThat(folders.config()).contains(Path.of("/f"));
        assertThat(folders.data()).contains(Path.of("/d"));
        assertThat(new UserFolders(Map.of("HOME", "/h", "XDG_CACHE_HOME", "relative"), "?").cache())
                .contains(Path.of("/h/.cache"));
    }
}
