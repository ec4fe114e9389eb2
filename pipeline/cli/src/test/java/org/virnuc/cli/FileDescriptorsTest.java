package org.virnuc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.Test;

class FileDescriptorsTest {
    @Test
    void whatGotPastAllErrorHandlingIsOneLine() {
        assertThat(FileDescriptors.problem(new IllegalStateException("broken\nin two")))
                .isEqualTo("internal error: broken in two (please report it)");
        assertThat(FileDescriptors.problem(new RuntimeException(new NoClassDefFoundError("org/x/Y"))))
                .as("a class that is missing while files can be opened")
                .startsWith("internal error: ");
        assertThat(FileDescriptors.problem(new UncheckedIOException(new IOException("a (Too many open files)"))))
                .isEqualTo(FileDescriptors.advice());
        assertThat(FileDescriptors.EXIT_CODE).isEqualTo(ExitCode.INTERNAL.number());
    }
}
