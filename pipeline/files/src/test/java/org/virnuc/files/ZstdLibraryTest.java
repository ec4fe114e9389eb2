package org.virnuc.files;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Loads the library in separate processes, because a process can load it only once. */
class ZstdLibraryTest {
    private final Path folder;

    ZstdLibraryTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void isLoadedFromTheFolderNamedForIt() throws IOException, InterruptedException {
        Path own = folder.resolve("native/zstd");
        assertThat(loading(folder.resolve("missing"), own)).isEqualTo("[40, -75]");
        assertThat(own).as("and leaves nothing there").isEmptyDirectory();
    }

    @Test
    void isLoadedFromTheTemporaryFolderWhereThereIsNoOther() throws IOException, InterruptedException {
        assertThat(loading(folder)).isEqualTo("[40, -75]");
        Path file = Files.createFile(folder.resolve("file"));
        assertThat(loading(folder, file)).isEqualTo("[40, -75]");
    }

    @Test
    void whatIsTriedIsNamed() throws IOException, InterruptedException {
        Path missing = folder.resolve("missing");
        Path file = Files.createFile(folder.resolve("file"));
        String advice =
                "; set VIRNUC_CACHE or TMPDIR to a folder whose files may be executed, which is not mounted noexec";
        assertThat(loading(missing, file))
                .isEqualTo("the library of Zstandard cannot be loaded from " + file
                        + " (it is there already), nor from " + missing + " (No such file or directory)"
                        + advice);
        assertThat(loading(missing))
                .isEqualTo("the library of Zstandard cannot be loaded from " + missing + " (No such file or directory)"
                        + advice);
    }

    private static String loading(Path temporary, Path... own) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.io.tmpdir=" + temporary,
                "-cp",
                System.getProperty("java.class.path"),
                Load.class.getName()));
        for (Path path : own) {
            command.add(path.toString());
        }
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return printed.strip();
    }

    /** Prints the start of compressed data, or the reason why it cannot compress. */
    static final class Load {
        private Load() {}

        public static void main(String[] arguments) {
            if (arguments.length > 0) {
                ZstdLibrary.unpackIn(Path.of(arguments[0]));
            }
            try {
                ZstdLibrary.load();
                byte[] compressed = Zstd.compress(new byte[100]);
                System.out.println(List.of(compressed[0], compressed[1]));
            } catch (NativeLibraryException e) {
                System.out.println(e.getMessage());
            }
        }
    }
}
