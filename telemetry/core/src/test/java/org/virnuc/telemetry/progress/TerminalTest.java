package org.virnuc.telemetry.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class TerminalTest {
    private final Path folder;

    TerminalTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void whatStandardErrorPointsAtCounts() throws IOException {
        assertThat(Terminal.isTerminal(linkTo("/dev/pts/3"), false)).isTrue();
        assertThat(Terminal.isTerminal(linkTo("/dev/tty1"), false)).isTrue();
        assertThat(Terminal.isTerminal(linkTo("pipe:[4711]"), true)).isFalse();
        assertThat(Terminal.isTerminal(linkTo("/home/me/virnuc.log"), true)).isFalse();
    }

    @Test
    void elsewhereTheConsoleCounts() {
        assertThat(Terminal.isTerminal(folder.resolve("missing"), true)).isTrue();
        assertThat(Terminal.isTerminal(folder.resolve("missing"), false)).isFalse();
    }

    @Test
    void autoIsABarOnATerminalOnly() {
        assertThat(DisplayMode.AUTO.resolve(true)).isEqualTo(DisplayMode.BAR);
        assertThat(DisplayMode.AUTO.resolve(false)).isEqualTo(DisplayMode.LINES);
        assertThat(DisplayMode.LINES.resolve(true)).isEqualTo(DisplayMode.LINES);
    }

    private Path linkTo(String target) throws IOException {
        Path link = folder.resolve("fd");
        Files.deleteIfExists(link);
        return Files.createSymbolicLink(link, Path.of(target));
    }
}
