package org.virnuc.models.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.virnuc.models.ModelException;

class NamedModelsTest {
    private final Path folder;
    private final NamedModels names;
    private final NamedModel mine;
    private final Path file;
    private final String written;

    NamedModelsTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.names = new NamedModels(folder);
        this.mine = new NamedModel(
                NamedModel.FORMAT,
                "mine",
                NamedModel.IMPORTED,
                null,
                null,
                List.of(300),
                List.of(new NamedModel.Part("mine", "head", "/head.pth", "ab".repeat(32), null)),
                List.of(new NamedModel.StoredFile("/head.pth", 7, "ab".repeat(32))));
        names.put(mine);
        this.file = folder.resolve("mine.json");
        this.written = Files.readString(file);
    }

    @Test
    void aDescriptionIsReadAsItWasWritten() {
        assertThat(names.find("mine")).contains(mine);
        assertThat(names.all()).containsExactly(mine);
    }

    /** The lengths decide what a head may be used for. */
    @ParameterizedTest
    @CsvSource({"300, 500", "head.pth, head2.pth", "imported, pulled"})
    void aDescriptionWithOtherContentIsRefused(String found, String replacement) throws IOException {
        assertThat(written).contains(found);
        Files.writeString(file, written.replace(found, replacement));
        assertThatThrownBy(() -> names.find("mine"))
                .isInstanceOf(ModelException.class)
                .hasMessage(
                        file + " does not describe a model (it is not as it was written); remove it, and import or pull"
                                + " again");
    }

    @Test
    void aDescriptionOfAnEarlierVersionHasNoCheck() throws IOException {
        Files.writeString(file, written.replaceAll(",\\s*\"check\"[^,}]*", ""));
        assertThat(Files.readString(file)).doesNotContain("check");
        assertThat(names.find("mine")).contains(mine);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            "name" : "mine", | | name, origin, lengths or files are missing
            "role" : "head" | "role" : "tail" | role tail is unknown; there are dna, protein, head
            "lengths" : [ 300 ] | "lengths" : "x" | (a value is of another type than expected)
            "path" : "/head.pth" | "path" : "/head\\u0000" | path /head\\u0000 cannot be
            virnuc-model/1 | virnuc-model/2 | format virnuc-model/2 instead of virnuc-model/1
            "parts" : [ | "parts" : [ null, | not 1 or 3 parts
            """)
    void whateverAFileHoldsTheErrorNamesIt(String found, String replacement, String why) throws IOException {
        assertThat(written).contains(found);
        String changed = written.replace(found, replacement == null ? "" : replacement);
        Files.writeString(file, changed.replaceAll(",\\s*\"check\"[^,}]*", ""));
        assertThatThrownBy(() -> names.find("mine"))
                .isInstanceOf(ModelException.class)
                .hasMessageStartingWith(file + " does not describe a model (")
                .hasMessageContaining(why)
                .hasMessageEndingWith("; remove it, and import or pull again");
    }

    @Test
    void anotherEncodingIsNoDescription() throws IOException {
        Files.write(file, written.getBytes(Charset.forName("UTF-32BE")));
        assertThatThrownBy(() -> names.find("mine"))
                .isInstanceOf(ModelException.class)
                .hasMessageStartingWith(file + " does not describe a model (");
        for (String empty : List.of("", "null", "[]")) {
            Files.writeString(file, empty);
            assertThatThrownBy(() -> names.find("mine")).as(empty).isInstanceOf(ModelException.class);
        }
        assertThat(folder).isNotEmptyDirectory();
    }

    /** A cache may be shared. */
    @Test
    void aNameMayBeReadByWhoeverMayReadANewFile() throws IOException {
        assumeTrue(Files.getFileStore(folder).supportsFileAttributeView("posix"));
        assertThat(Files.getPosixFilePermissions(file))
                .isEqualTo(Files.getPosixFilePermissions(Files.createFile(folder.resolve("new"))));
    }

    @Test
    void aNameThatCannotBeGivenLeavesNothing() throws IOException {
        Files.delete(file);
        Files.createDirectories(file.resolve("in the way"));
        assertThatThrownBy(() -> names.put(mine)).isInstanceOf(IOException.class);
        assertThat(folder).isDirectoryNotContaining("glob:**.tmp");
    }
}
