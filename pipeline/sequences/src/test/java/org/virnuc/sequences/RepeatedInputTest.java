package org.virnuc.sequences;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RepeatedInputTest {
    private static final String END = ", and its records would be counted twice; leave one of the two out";

    private final Path a;
    private final Path copy;

    RepeatedInputTest(@TempDir Path folder) throws IOException {
        a = Files.writeString(folder.resolve("a.fa"), ">a\nAC\n");
        copy = Files.copy(a, folder.resolve("copy.fa"));
    }

    @Test
    void aFileIsTheSameUnderEveryName() throws IOException {
        Path hard = Files.createLink(a.resolveSibling("hard.fa"), a);
        Path soft = Files.createSymbolicLink(a.resolveSibling("soft.fa"), a.getFileName());
        Path around = a.resolveSibling(".").resolve("a.fa");
        for (Path other : List.of(hard, soft, around)) {
            assertThat(RepeatedInput.in(List.of(copy, a, other))).contains(new RepeatedInput(a, other));
            assertThat(new RepeatedInput(a, other).message())
                    .isEqualTo(a + " and " + other + " are the same file" + END);
        }
        assertThat(RepeatedInput.in(List.of(a, copy, a)).orElseThrow().message())
                .isEqualTo(a + " is an input twice" + END);
    }

    @Test
    void equalContentIsAnotherFile() {
        assertThat(RepeatedInput.in(List.of(a, copy))).isEmpty();
        Path missing = a.resolveSibling("missing.fa");
        assertThat(RepeatedInput.in(List.of(missing, InputFile.STANDARD_INPUT, missing)))
                .isEmpty();
    }
}
