package org.virnuc.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file with whatever a fuzzer makes up, in memory where the system allows it, and what must hold of any content. */
public final class FuzzFile {
    private static final Path FOLDER = folder();

    private FuzzFile() {}

    /** What reads a file. */
    @FunctionalInterface
    public interface Reader {
        void read(Path file) throws IOException;
    }

    private static Path folder() {
        try {
            Path memory = Path.of("/dev/shm");
            Path folder = Files.isWritable(memory)
                    ? Files.createTempDirectory(memory, "virnuc-fuzz-")
                    : Files.createTempDirectory("virnuc-fuzz-");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) {
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
            Files.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Any content is read, or refused in one visible line that names the file; nothing else is thrown. */
    public static void check(String name, byte[] content, Reader reader) throws IOException {
        Path file = write(name, content);
        try {
            reader.read(file);
        } catch (VirNucException refused) {
            assertThat(refused.getMessage()).contains(file.toString()).hasSizeLessThan(5000);
            assertThat(refused).message().doesNotContainPattern("\\p{Cntrl}");
        }
    }

    /** Any content is read, or is none that counts; nothing is thrown. */
    public static void accept(String name, byte[] content, Reader reader) throws IOException {
        reader.read(write(name, content));
    }

    private static Path write(String name, byte[] content) throws IOException {
        return Files.write(FOLDER.resolve(name), content);
    }
}
