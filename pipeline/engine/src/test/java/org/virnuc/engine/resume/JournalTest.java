package org.virnuc.engine.resume;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.virnuc.files.FileRecord;
import org.virnuc.files.SyncInterval;

class JournalTest {
    private static final FileRecord ONE = new FileRecord("one", 1, "a".repeat(64));
    private static final FileRecord TWO = new FileRecord("two \" \u00e4", 2, "b".repeat(64));

    private final Path folder;
    private final Path file;

    JournalTest(@TempDir Path folder) {
        this.folder = folder;
        this.file = folder.resolve(Journal.FILE_NAME);
    }

    @Test
    void missingAndEmptyHoldNothing() throws IOException {
        assertThat(Journal.read(folder)).isEmpty();
        new Journal(folder, new SyncInterval(Duration.ZERO)).close();
        assertThat(Journal.read(folder)).isEmpty();
    }

    @Test
    void givesBackWhatWasAdded() throws IOException {
        add(ONE);
        add(TWO);
        assertThat(Journal.read(folder).values()).containsExactly(ONE, TWO);
    }

    @Test
    void lastRecordOfAFileCounts() throws IOException {
        FileRecord later = new FileRecord("one", 7, "c".repeat(64));
        add(ONE);
        add(TWO);
        add(later);
        assertThat(Journal.read(folder)).hasSize(2).containsEntry("one", later);
    }

    @Test
    void tornLastLineIsPassedOverAtEveryLength() throws IOException {
        add(ONE);
        int whole = Math.toIntExact(Files.size(file));
        add(TWO);
        byte[] all = Files.readAllBytes(file);
        for (int length = whole; length < all.length - 1; length++) {
            Files.write(file, java.util.Arrays.copyOf(all, length));
            assertThat(Journal.read(folder).values()).as("cut at %s", length).containsExactly(ONE);
        }
    }

    @Test
    void lineBehindATornOneIsRead() throws IOException {
        add(ONE);
        Files.writeString(file, "{\"name\":\"thr", StandardOpenOption.APPEND);
        add(TWO);
        assertThat(Journal.read(folder).values()).containsExactly(ONE, TWO);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "garbage",
                "\u0000\u0000\u0000",
                "null",
                "{}",
                "[]",
                "\"text\"",
                "{\"name\":null,\"size\":1,\"sha256\":\"x\"}",
                "{\"name\":\"x\",\"size\":\"big\",\"sha256\":\"x\"}"
            })
    void lineThatIsNoRecordIsPassedOver(String line) throws IOException {
        add(ONE);
        Files.writeString(file, line + "\n", StandardOpenOption.APPEND);
        add(TWO);
        assertThat(Journal.read(folder).values()).containsExactly(ONE, TWO);
    }

    private void add(FileRecord record) throws IOException {
        try (Journal journal = new Journal(folder, new SyncInterval(Duration.ZERO))) {
            journal.add(record);
        }
    }
}
