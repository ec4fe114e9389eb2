package org.virnuc.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.virnuc.engine.UsageException;
import org.virnuc.files.NativeLibraryException;
import org.virnuc.models.DeviceException;
import org.virnuc.models.ModelException;
import org.virnuc.sequences.InputException;
import org.virnuc.telemetry.cost.CostCapException;
import org.virnuc.telemetry.cost.PriceSheetException;
import org.virnuc.telemetry.report.ReportException;

class ExitCodeTest {
    private static final String RESUMES = "; finished work is kept, and the same command goes on from there";
    private static final String FULL = "); free some space and run the same command again: finished work is kept";

    @ParameterizedTest
    @MethodSource
    void everyExceptionHasACodeAndALine(Throwable e, int number, String message) {
        assertThat(ExitCode.of(e).number()).isEqualTo(number);
        assertThat(ExitCode.message(e)).isEqualTo(message).doesNotContain("\n");
    }

    static Stream<Arguments> everyExceptionHasACodeAndALine() {
        return Stream.of(
                Arguments.of(new UsageException("give a number"), 2, "give a number"),
                Arguments.of(new ReportException("no report"), 2, "no report"),
                Arguments.of(
                        new PriceSheetException("p.yaml, line 3, devices: bad"), 2, "p.yaml, line 3, devices: bad"),
                Arguments.of(new NativeLibraryException("no library", new IOException("x")), 2, "no library"),
                Arguments.of(new CostCapException("the cap is reached"), 5, "the cap is reached"),
                Arguments.of(new InputException("in.fa, line 1: bad"), 3, "in.fa, line 1: bad"),
                Arguments.of(new ModelException("no model"), 4, "no model"),
                Arguments.of(
                        new DeviceException(
                                "libtorch cannot be loaded", new IOException("libc10.so: Too many open files")),
                        1,
                        "too few file descriptors: too many files are open for this process; allow it more, as with ulimit -n"
                                + " 1024, then run the same command again: finished work is kept"),
                Arguments.of(new InterruptedException("x"), 6, "interrupted" + RESUMES),
                Arguments.of(
                        new IOException("File too large"),
                        1,
                        "a file would be larger than this user's processes may write (File too large); raise the limit, as with"
                                + " ulimit -f unlimited, and run the same command again: finished work is kept"),
                Arguments.of(
                        ended(new InterruptedException()),
                        6,
                        "interrupted; a dry run keeps no results, and the same command starts over"),
                Arguments.of(
                        ended(new IOException("No space left on device")),
                        1,
                        "the disk is full (No space left on device); free some space and run the same command again: a dry"
                                + " run keeps no results, and the same command starts over"),
                Arguments.of(
                        ended(new UncheckedIOException(new AccessDeniedException("/x/y"))),
                        1,
                        "cannot access /x/y (permission denied); check that it is there and can be written, then run"
                                + " the same command again: a dry run keeps no results, and the same command starts over"),
                Arguments.of(
                        ended(new OutOfMemoryError("Java heap space")),
                        1,
                        "out of memory (Java heap space); give the Java heap more, as in VIRNUC_JAVA_OPTS=-Xmx4g"),
                Arguments.of(ended(new InputException("in.fa, line 1: bad")), 3, "in.fa, line 1: bad"),
                Arguments.of(new ClosedByInterruptException(), 6, "interrupted" + RESUMES),
                Arguments.of(
                        new IllegalStateException("interrupted while encoding", new InterruptedException()),
                        6,
                        "interrupted" + RESUMES),
                Arguments.of(new DeviceException("no GPU 0"), 7, "no GPU 0"),
                Arguments.of(
                        new IOException("No space left on device"),
                        1,
                        "the disk is full (No space left on device" + FULL),
                Arguments.of(
                        new UncheckedIOException(new IOException("Disk quota exceeded")),
                        1,
                        "the disk is full (Disk quota exceeded" + FULL),
                Arguments.of(
                        new AccessDeniedException("/x/y"),
                        1,
                        "cannot access /x/y (permission denied); check that it is there and can be written, then"
                                + " run the same command again: finished work is kept"),
                Arguments.of(
                        new OutOfMemoryError("Java heap space"),
                        1,
                        "out of memory (Java heap space); give the Java heap more, as in VIRNUC_JAVA_OPTS=-Xmx4g"),
                Arguments.of(
                        new IllegalStateException("merging: x"),
                        1,
                        "internal error: merging: x (please report it with virnuc.log)"),
                Arguments.of(new NullPointerException(), 1, "internal error (please report it with virnuc.log)"));
    }

    @Test
    void numbersAreThoseOfTheDesign() {
        assertThat(Arrays.stream(ExitCode.values()).map(ExitCode::number)).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8);
    }

    /** What a dry run ends with that meets {@code problem}. */
    private static Throwable ended(Throwable problem) {
        return catchThrowable(() -> UnresumableException.during("a dry run", () -> {
            throw thrown(problem);
        }));
    }

    private static IOException thrown(Throwable problem) throws IOException, InterruptedException {
        if (problem instanceof InterruptedException interrupt) {
            throw interrupt;
        }
        if (problem instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        if (problem instanceof Error error) {
            throw error;
        }
        return (IOException) problem;
    }
}
