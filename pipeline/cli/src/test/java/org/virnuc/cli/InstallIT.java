package org.virnuc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The output of {@code packaging/install}, moved and started through a link, as in packages and containers. */
@Tag("slow")
class InstallIT {
    private final Path folder;

    InstallIT(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void installedMovedAndRun() throws IOException, InterruptedException {
        install("first");
        Path home = Files.move(folder.resolve("first"), folder.resolve("of one's own"));
        assertThat(home.resolve("share/man/man1/virnuc-predict.1")).content().contains(".SH OPTIONS");
        assertThat(home.resolve("share/bash-completion/completions/virnuc"))
                .content()
                .contains("_complete_virnuc");
        assertThat(home.resolve("share/zsh/site-functions/_virnuc")).content().startsWith("#compdef virnuc\n");
        assertThat(home.resolve("share/fish/vendor_completions.d/virnuc.fish"))
                .content()
                .contains("complete -c virnuc");
        assertThat(home.resolve("share/doc/virnuc/LICENSE")).isNotEmptyFile();

        Path link = Files.createSymbolicLink(folder.resolve("virnuc"), home.resolve("bin/virnuc"));
        Files.writeString(folder.resolve("in.fa"), ">a\nATGAAACGTATTGGTCGCATTACCGGTGAACTGCTGGAAGCGATTCGTAAAGGC\n");
        assertThat(run(0, link.toString(), "predict", "in.fa", "--progress", "none"))
                .contains("1 records: ", "results in in.virnuc");
        assertThat(folder.resolve("in.virnuc/sequences.tsv")).isNotEmptyFile();
    }

    @Test
    void installedAgainAndDamaged() throws IOException, InterruptedException {
        install("place");
        Path left = Files.writeString(folder.resolve("place/lib/virnuc/old.jar"), "");
        Path others = Files.writeString(folder.resolve("place/bin/other"), "");
        install("place");
        assertThat(left).doesNotExist();
        assertThat(others).exists();

        Path jar = folder.resolve("place/lib/virnuc/virnuc-app.jar");
        Files.delete(jar);
        assertThat(run(1, folder.resolve("place/bin/virnuc").toString(), "--version"))
                .isEqualTo("virnuc: " + jar.toAbsolutePath() + " is missing; install VirNuc again\n");
    }

    private void install(String prefix) throws IOException, InterruptedException {
        // The program has just been packaged; the launcher must not take it for older than the sources and build it.
        Path jar = Path.of(Objects.requireNonNull(System.getProperty("virnuc.app"), "system property virnuc.app"));
        Files.setLastModifiedTime(jar, FileTime.from(Instant.now()));
        String script = Path.of("..", "..", "packaging", "install").toRealPath().toString();
        assertThat(run(0, script, prefix)).endsWith(prefix + "\n").contains("installed virnuc ");
    }

    private String run(int code, String... command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(List.of(command)))
                .directory(folder.toFile())
                .redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment()
                .put(
                        "VIRNUC_CACHE",
                        Path.of("target", "virnuc-cache").toAbsolutePath().toString());
        Process process = builder.start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(printed).isEqualTo(code);
        return printed;
    }
}
