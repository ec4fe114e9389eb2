package org.virnuc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commit that {@code virnuc --version} prints is the one in the manifest of its jar, where the build knew it. */
class CommitTest {
    private final Path jar;

    CommitTest(@TempDir Path folder) {
        this.jar = folder.resolve("virnuc-app.jar");
    }

    @ParameterizedTest
    @ValueSource(strings = {"6648e0a1", "6648e0a1-dirty"})
    void isThatOfTheManifest(String commit) throws IOException {
        assertThat(Version.commit(jar(commit))).contains(commit);
    }

    /** A build without git, one outside of a clone, and one whose step that asks for the commit did not run. */
    @ParameterizedTest
    @ValueSource(strings = {"unknown", " ", "${virnuc.commit}"})
    void isLeftOutWhereTheBuildDidNotKnowIt(String commit) throws IOException {
        assertThat(Version.commit(jar(commit))).isEmpty();
    }

    /** What {@code git archive} replaces in the sources that it packs, so that a build of them knows the commit, too. */
    @Test
    void isLeftInArchivesOfTheSources() throws IOException {
        assertThat(Path.of("..", "..", "packaging", "commit")).content().matches("(\\$Format:%h\\$|[0-9a-f]{7,})\n");
        assertThat(Path.of("..", "..", ".gitattributes")).content().contains("\npackaging/commit export-subst\n");
    }

    private File jar(String commit) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue(Version.COMMIT, commit);
        try (OutputStream file = Files.newOutputStream(jar)) {
            new JarOutputStream(file, manifest).close();
        }
        return jar.toFile();
    }
}
