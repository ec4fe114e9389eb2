package org.virnuc.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Logs, journals and locks are never opened through a link. */
class FixedNamesTest {
    private static final String REFUSAL = " is a link, which virnuc does not write through; remove it";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void aFileIsCreatedAndAppendedTo() throws IOException {
        Path file = folder.resolve("log");
        for (int i = 0; i < 2; i++) {
            try (FileChannel channel = FixedNames.append(file)) {
                channel.write(ByteBuffer.wrap(new byte[] {'a'}));
            }
        }
        assertThat(file).hasContent("aa");
        try (FileChannel lock = FixedNames.lock(file)) {
            assertThat(lock.tryLock()).isNotNull();
        }
        assertThat(file).hasContent("aa");
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "links need a privilege there")
    void aLinkIsNotFollowed() throws IOException {
        Path victim = Files.writeString(folder.resolve("victim"), "precious");
        Path link = Files.createSymbolicLink(folder.resolve("log"), victim);
        assertThatThrownBy(() -> FixedNames.append(link).close())
                .isInstanceOfSatisfying(FileSystemException.class, e -> assertThat(e.getReason())
                        .endsWith(REFUSAL));
        Path dangling = Files.createSymbolicLink(folder.resolve(".lock"), folder.resolve("new"));
        assertThatThrownBy(() -> FixedNames.lock(dangling).close())
                .isInstanceOfSatisfying(FileSystemException.class, e -> assertThat(e.getReason())
                        .endsWith(REFUSAL));
        assertThat(victim).hasContent("precious");
        assertThat(folder.resolve("new")).doesNotExist();
    }
}
