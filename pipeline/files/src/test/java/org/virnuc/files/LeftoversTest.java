package org.virnuc.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeftoversTest {
    /** An id larger than any that a system assigns. */
    private static final long NOBODY = 999_999_999;

    private final Path folder;

    LeftoversTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void anUnfinishedFileIsKnownByItsName() throws IOException {
        try (TemporaryFile unfinished = TemporaryFile.of(folder.resolve("a.b.txt"))) {
            assertThat(unfinished.channel().isOpen()).isTrue();
            try (var files = Files.list(folder)) {
                assertThat(files.map(Leftovers::target)).singleElement().isEqualTo(Optional.of("a.b.txt"));
            }
        }
        assertThat(Leftovers.target(Path.of("a.b.txt"))).isEmpty();
        assertThat(Leftovers.target(Path.of(".a.b.txt.tmp"))).isEmpty();
        assertThat(Leftovers.target(Path.of("/"))).isEmpty();
    }

    @Test
    void whoHoldsTheLockRemovesThoseThatItKnows() throws IOException {
        Path leftover = leftover("mine", NOBODY, Duration.ZERO);
        Path other = leftover("other", NOBODY, Duration.ofDays(9));
        Path own = Files.createFile(folder.resolve("mine"));
        Path similar = Files.createFile(folder.resolve(".mine.tmp"));
        Path link = Files.createSymbolicLink(folder.resolve(".mine.2-0123456789abcdef.tmp"), own);
        Path inTheWay = Files.createDirectory(folder.resolve(".mine.3-0123456789abcdef.tmp"));
        Leftovers.remove(folder, "mine"::equals);
        assertThat(leftover).doesNotExist();
        assertThat(other).exists();
        assertThat(own).exists();
        assertThat(similar).exists();
        assertThat(link).isSymbolicLink();
        assertThat(inTheWay).isDirectory();
    }

    @Test
    void inASharedFolderOnlyOldOnesGo() throws IOException {
        Path old = leftover("a", NOBODY, Duration.ofHours(25));
        Path recent = leftover("b", NOBODY, Duration.ofHours(23));
        Path file = Files.createFile(folder.resolve("c"));
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofDays(99))));
        Leftovers.removeOld(folder);
        assertThat(old).doesNotExist();
        assertThat(recent).exists();
        assertThat(file).exists();
    }

    /**
     * After a machine wakes from sleep, files may not have been written for days although their writers are still
     * running.
     */
    @Test
    void theFileOfARunningWriterStays() throws IOException {
        long self = ProcessHandle.current().pid();
        Path running = leftover("a", self, Duration.ZERO);
        Path ofAnEarlierProcessOfThatId = leftover("b", self, Duration.ofDays(400));
        Leftovers.removeOld(folder, Instant.now().plus(Duration.ofDays(3)));
        assertThat(running).exists();
        assertThat(ofAnEarlierProcessOfThatId).doesNotExist();
    }

    @Test
    void aFolderThatIsNotThereHasNone() {
        Leftovers.removeOld(folder.resolve("nowhere"));
        Leftovers.remove(folder.resolve("nowhere"), name -> true);
        assertThat(folder.resolve("nowhere")).doesNotExist();
    }

    private Path leftover(String target, long pid, Duration age) throws IOException {
        Path file = Files.createFile(folder.resolve("." + target + "." + pid + "-0123456789abcdef.tmp"));
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(age)));
        return file;
    }
}
