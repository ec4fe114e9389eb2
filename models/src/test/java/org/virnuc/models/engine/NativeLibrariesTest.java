package org.virnuc.models.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnuc.models.Logged;
import org.virnuc.models.TestFiles;
import org.virnuc.models.engine.NativeLibraries.Library;

class NativeLibrariesTest {
    /** Any entry of any jar will do. */
    private static final String RESOURCE = "org/slf4j/Logger.class";

    private final Path folder;
    private final NativeLibraries libraries;
    private final List<Library> unpacked;
    private final Path file;

    NativeLibrariesTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.libraries = new NativeLibraries(folder.resolve("checked"));
        this.file = Files.createDirectories(folder.resolve("native")).resolve("libone.so");
        this.unpacked = List.of(new Library(file, RESOURCE), new Library(folder.resolve("absent.so"), RESOURCE));
        Files.write(file, content());
    }

    private static byte[] content() throws IOException {
        try (InputStream in = NativeLibrariesTest.class.getResourceAsStream("/" + RESOURCE)) {
            return Objects.requireNonNull(in).readAllBytes();
        }
    }

    @Test
    void aSoundLibraryStays() throws Exception {
        assertThat(Logged.by(NativeLibraries.class, this::check)).isEmpty();
        assertThat(file).exists();
    }

    @Test
    void aLibraryIsComparedWheneverItMayHaveChanged() throws Exception {
        check();
        byte[] damaged = content();
        damaged[100] ^= 4;
        FileTime changed = Files.getLastModifiedTime(file);
        Files.write(file, damaged);
        Files.setLastModifiedTime(file, FileTime.fromMillis(changed.toMillis() + 2000));
        assertThat(Logged.by(NativeLibraries.class, this::check))
                .singleElement()
                .asString()
                .startsWith("WARN The unpacked native library " + file + " is damaged (its CRC-32 is ")
                .endsWith("); it will be unpacked again");
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).as("the whole folder is gone").containsExactly(folder.resolve("checked"));
        }
    }

    @Test
    void anEmptiedLibraryIsRemoved() throws Exception {
        Files.write(file, new byte[0]);
        assertThat(Logged.by(NativeLibraries.class, this::check))
                .containsExactly("WARN The unpacked native library " + file + " is damaged (it has 0 bytes, expected "
                        + content().length + "); it will be unpacked again");
        assertThat(file).doesNotExist();
    }

    @Test
    void whatIsInNoJarIsNotLookedAt() throws Exception {
        Files.write(file, new byte[0]);
        libraries.check(List.of(new Library(file, "no/such/resource.so")));
        assertThat(file).exists();
    }

    /** Without these names the check would find nothing to compare, and pass. */
    @Test
    void theLibrariesOfThisMachineAreInJars() {
        NativeRuntime.configure(TestFiles.CACHE);
        assertThat(NativeLibraries.ofThisMachine()).hasSizeGreaterThan(4).allSatisfy(library -> assertThat(
                        NativeLibraries.class.getResource("/" + library.resource()))
                .as(library.resource())
                .isNotNull());
    }

    @Test
    void theyAreWhereTheEngineLoadsThem() throws IOException {
        NativeRuntime.configure(TestFiles.CACHE);
        NativeEngine.start(TestFiles.CACHE, true);
        BpeTokenizer.open(TestFiles.golden("dnaberts/tokenizer.json")).close();
        assertThat(NativeLibraries.ofThisMachine())
                .allSatisfy(library -> assertThat(library.unpacked()).isRegularFile());
    }

    private Object check() {
        libraries.check(unpacked);
        return file;
    }
}
