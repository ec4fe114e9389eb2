package org.virnuc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.virnuc.files.UserFolders;

class CacheFolderTest {
    @Test
    void isWhereTheEnvironmentSays() {
        assertThat(found(Map.of("VIRNUC_CACHE", "here", "XDG_CACHE_HOME", "/x", "HOME", "/h")))
                .isEqualTo("here");
        assertThat(found(Map.of("VIRNUC_CACHE", "", "XDG_CACHE_HOME", "/x", "HOME", "/h")))
                .isEqualTo("/x/virnuc");
        assertThat(found(Map.of("HOME", "/h"))).isEqualTo("/h/.cache/virnuc");
        assertThat(found(Map.of())).as("the user has no home").isEqualTo("none");
    }

    private static String found(Map<String, String> environment) {
        return CacheFolder.find(new UserFolders(environment, "?"))
                .map(Path::toString)
                .orElse("none");
    }
}
