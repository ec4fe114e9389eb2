package org.virnuc.pipeline.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.virnuc.engine.UsageException;

class NamedFilesTest {
    private static final String ADVICE = "give another";

    private final Path folder;
    private final Path file;

    NamedFilesTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.file = Files.writeString(Files.createDirectory(folder.resolve("d")).resolve("a.fa"), ">a\nACGT\n");
    }

    @Test
    void aFileThatIsReadAndWritten() {
        refused(file, file);
    }

    @Test
    void whateverTheFileIsCalled() throws IOException {
        refused(file, folder.resolve("d/../d/./a.fa"));
        refused(file, Path.of("").toAbsolutePath().relativize(file));
        refused(file, Files.createSymbolicLink(folder.resolve("link.fa"), file));
        refused(Files.createLink(folder.resolve("hard.fa"), file), file);
        refused(
                file,
                Files.createSymbolicLink(folder.resolve("e"), folder.resolve("d"))
                        .resolve("a.fa"));
    }

    /** Two results in one file that does not exist yet: the second would replace the first. */
    @Test
    void twoFilesThatAreWritten() throws IOException {
        Path elsewhere = Files.createSymbolicLink(folder.resolve("f"), folder.resolve("d"));
        NamedFiles files = new NamedFiles()
                .writes("one", folder.resolve("d/new.json"), ADVICE)
                .writes("other", elsewhere.resolve("new.json"), "give another other");
        assertThatThrownBy(files::check)
                .isInstanceOf(UsageException.class)
                .hasMessage(elsewhere.resolve("new.json")
                        + " is both one and other, so it would be overwritten or removed; give another other");
        assertThat(folder.resolve("d/new.json")).doesNotExist();
    }

    @Test
    void aFileBelowAFolderOfTheProgram() throws IOException {
        Path inside = Files.writeString(
                Files.createDirectories(folder.resolve("d/work/x")).resolve("b.fa"), "");
        below(inside);
        below(Files.createSymbolicLink(folder.resolve("out.fa"), inside));
        below(Files.createSymbolicLink(inside.resolveSibling("c.fa"), file)); // the link would be removed
        below(folder.resolve("d/work"));
    }

    /** A report of a run, named as the place for something else. */
    @Test
    void aResultOfAnyRun() throws IOException {
        Path run = Files.createDirectory(folder.resolve("other"));
        Path report = Files.writeString(run.resolve("telemetry.json"), "{}");
        Files.writeString(run.resolve("run.json"), "{}");
        assertThatThrownBy(new NamedFiles().writesApart("the export", report, ADVICE)::check)
                .isInstanceOf(UsageException.class)
                .hasMessage(report + " is both the export and a result in the run directory " + run
                        + ", so it would be overwritten or removed; " + ADVICE);
        Path link = Files.createSymbolicLink(folder.resolve("to"), run).resolve("telemetry.json");
        assertThatThrownBy(new NamedFiles().writesApart("the export", link, ADVICE)::check)
                .isInstanceOf(UsageException.class);
        assertThatCode(new NamedFiles().writes("a file of the run directory", report, ADVICE)::check)
                .doesNotThrowAnyException();
        assertThatCode(new NamedFiles().writesApart("the export", run.resolve("export.json"), ADVICE)::check)
                .doesNotThrowAnyException();
        Files.delete(run.resolve("run.json"));
        assertThatCode(new NamedFiles().writesApart("the export", report, ADVICE)::check)
                .as("no run directory")
                .doesNotThrowAnyException();
    }

    /** A file would take the place of the device, for everybody on the machine. */
    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void aDevice() throws IOException {
        for (Path device : List.of(
                Path.of("/dev/null"),
                Files.createSymbolicLink(folder.resolve("null"), Path.of("/dev/null")),
                Path.of("/dev/stdout"))) {
            assertThatThrownBy(new NamedFiles().writes("the export", device, ADVICE)::check)
                    .isInstanceOf(UsageException.class)
                    .hasMessage(device + " is the export and a device, pipe or socket, which a file would replace; "
                            + ADVICE);
        }
        assertThatCode(new NamedFiles().writes("the run directory", Path.of("/dev"), ADVICE)::check)
                .doesNotThrowAnyException();
    }

    @Test
    void filesThatHaveNothingToDoWithEachOther() throws IOException {
        Path copy = Files.copy(file, folder.resolve("copy.fa"));
        NamedFiles files = new NamedFiles()
                .reads("the input", file)
                .reads("the same again", file)
                .reads("a file that is not there", folder.resolve("nothing/at/all"))
                .writes("a result", copy, ADVICE)
                .writes("a result", folder.resolve("d/b.fa"), ADVICE)
                .owns("the work folder", folder.resolve("work"), ADVICE);
        assertThatCode(files::check).doesNotThrowAnyException();
    }

    private void refused(Path read, Path written) {
        NamedFiles files = new NamedFiles().reads("the input", read).writes("a result", written, ADVICE);
        assertThatThrownBy(files::check)
                .isInstanceOf(UsageException.class)
                .hasMessage(read + " is both the input and a result, so it would be overwritten or removed; " + ADVICE);
    }

    private void below(Path path) {
        NamedFiles files =
                new NamedFiles().reads("the input", path).owns("the work folder", folder.resolve("d/work"), ADVICE);
        assertThatThrownBy(files::check)
                .isInstanceOf(UsageException.class)
                .hasMessage(path + " is the input and lies in the work folder, so it would be overwritten or removed; "
                        + ADVICE);
    }
}
