package org.virnuc.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.MalformedInputException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ReasonTest {
    @ParameterizedTest
    @MethodSource
    void errorsInWords(Throwable error, String kind, String words) {
        assertThat(Reason.of(error)).isEqualTo(words);
        assertThat(Reason.kind(error)).isEqualTo(kind);
        assertThat(Reason.of(new ExecutionException(error))).isEqualTo(words);
        assertThat(Reason.of(new RuntimeException(error))).isEqualTo(words);
    }

    static Stream<Arguments> errorsInWords() {
        return Stream.of(
                Arguments.of(new NoSuchFileException("/a/b"), "file", "there is no such file or folder"),
                Arguments.of(new AccessDeniedException("/a/b"), "file", "permission denied"),
                Arguments.of(new NotDirectoryException("/a/b"), "file", "it is not a folder"),
                Arguments.of(
                        new FileSystemException("/a/b", null, "No space left on device"),
                        "file",
                        "no space left on device"),
                Arguments.of(new FileSystemException("/a/b"), "file", "it cannot be read or written"),
                Arguments.of(new FileNotFoundException("/a/b (Permission denied)"), "file", "permission denied"),
                Arguments.of(new UncheckedIOException(new IOException("disk full")), "file", "disk full"),
                Arguments.of(new IOException(), "file", "it cannot be read or written"),
                Arguments.of(new EOFException(), "file", "it ends too early"),
                Arguments.of(new MalformedInputException(1), "file", "its text is damaged, or in another encoding"),
                Arguments.of(new UnknownHostException("hub"), "file", "the host hub is not known"),
                Arguments.of(new ConnectException("refused"), "file", "no connection"),
                Arguments.of(new SocketTimeoutException("Read timed out"), "file", "no answer in time"),
                Arguments.of(new InterruptedException(), "interrupted", "interrupted"),
                Arguments.of(new OutOfMemoryError("Java heap space"), "memory", "out of memory"),
                Arguments.of(
                        new NullPointerException("Cannot invoke \"String.length()\""), "internal", "internal error"),
                Arguments.of(new ArrayIndexOutOfBoundsException(3), "internal", "internal error"),
                Arguments.of(new IllegalStateException("two\nlines"), "internal", "two lines"),
                Arguments.of(new IllegalStateException(), "internal", "internal error"),
                Arguments.of(new Odd("reads.fa, line 2: no header"), "input", "reads.fa, line 2: no header"));
    }

    @Test
    void contextOfAnOuterErrorIsKept() {
        assertThat(Reason.of(new UncheckedIOException("cannot pull x: no connection", new ConnectException("refused"))))
                .isEqualTo("cannot pull x: no connection");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "java.io.UncheckedIOException: java.io.IOException: disk full | disk full",
                "java.lang.NullPointerException | internal error",
                "the file org.fa: is empty | the file org.fa: is empty",
                "reads.fa, line 2: no header | reads.fa, line 2: no header",
            })
    void namesOfClassesAreTakenOff(String message, String plain) {
        assertThat(Reason.plain(message)).isEqualTo(plain);
    }

    private static final class Odd extends VirNucException {
        private static final long serialVersionUID = 1L;

        Odd(String message) {
            super(Kind.INPUT, message);
        }
    }
}
