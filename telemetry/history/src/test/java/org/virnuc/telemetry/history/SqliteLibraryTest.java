package org.virnuc.telemetry.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.util.LibraryLoaderUtil;

class SqliteLibraryTest {
    private final Path folder;

    SqliteLibraryTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void isUnpackedOnceAndAgainWhereItIsTorn() throws IOException {
        Path own = SqliteLibrary.kept(folder);
        Path library = own.resolve(LibraryLoaderUtil.getNativeLibName());
        byte[] whole = Files.readAllBytes(library);
        FileTime made = FileTime.from(Instant.EPOCH);
        Files.setLastModifiedTime(library, made);
        assertThat(SqliteLibrary.kept(folder)).isEqualTo(own);
        assertThat(Files.getLastModifiedTime(library)).isEqualTo(made);
        Files.write(library, new byte[] {1, 2, 3});
        SqliteLibrary.kept(folder);
        assertThat(library).hasBinaryContent(whole);
        try (Stream<Path> beside = Files.list(own)) {
            assertThat(beside).containsExactly(library);
        }
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void isNotTakenWhereOthersMayWrite() throws IOException {
        Path own = SqliteLibrary.kept(folder);
        Path library = own.resolve(LibraryLoaderUtil.getNativeLibName());
        for (Path path : List.of(own, library)) {
            Set<PosixFilePermission> rights = Files.getPosixFilePermissions(path);
            Set<PosixFilePermission> more = EnumSet.copyOf(rights);
            more.add(PosixFilePermission.GROUP_WRITE);
            Files.setPosixFilePermissions(path, more);
            assertThatIOException().isThrownBy(() -> SqliteLibrary.kept(folder)).withMessageContaining("may write");
            Files.setPosixFilePermissions(path, rights);
        }
        assertThat(SqliteLibrary.kept(folder)).isEqualTo(own);
    }

    /** Whatever the umask, as it would not be taken otherwise. */
    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void isItsUsersAlone() throws IOException {
        Path library = SqliteLibrary.kept(folder).resolve(LibraryLoaderUtil.getNativeLibName());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(library)))
                .isEqualTo("rw-------");
    }

    /** In a process of its own: a JVM loads the library once. */
    @Test
    @Timeout(60)
    @EnabledOnOs(OS.LINUX)
    void isWhatTheDriverLoads() throws IOException, InterruptedException {
        assertThat(load(folder.resolve("kept")))
                .containsExactly(folder.resolve("kept").toString(), "not set", "not set");
    }

    @Test
    @Timeout(60)
    void whereItCannotBeKeptTheDriverHasItsOwn() throws IOException, InterruptedException {
        Path inTheWay = Files.writeString(folder.resolve("file"), "no folder");
        assertThat(load(inTheWay)).containsExactly("its own", "not set", "not set");
    }

    private List<String> load(Path kept) throws IOException, InterruptedException {
        Path history = folder.resolve("history.db");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Opening.class.getName(),
                        kept.toString(),
                        history.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<String> said = process.inputReader().lines().toList();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        assertThat(history).exists();
        return said;
    }

    /** Opens a history and prints where its library was loaded from, and which property of the process was left behind. */
    static final class Opening {
        private Opening() {}

        public static void main(String[] arguments) throws IOException {
            RunHistory.keepLibraryIn(Path.of(arguments[0]));
            RunHistory.open(Path.of(arguments[1])).close();
            Path maps = Path.of("/proc/self/maps");
            boolean mapped = Files.exists(maps) && Files.readString(maps).contains(arguments[0] + "/");
            System.out.println(mapped ? arguments[0] : "its own");
            for (String name : List.of("org.sqlite.lib.path", "org.sqlite.lib.name")) {
                System.out.println(System.getProperty(name, "not set"));
            }
        }
    }
}
