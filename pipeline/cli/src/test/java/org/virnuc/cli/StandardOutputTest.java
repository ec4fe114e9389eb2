package org.virnuc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every command that prints a result fails if standard output cannot be written. */
class StandardOutputTest {
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--help", "--version", "predict --help", "runs list --help", "completion bash", "completion fish",
                "man predict", "models list", "runs list", "runs export", "runs watch --once", "doctor"
            })
    void aFullDiskIsNoSuccess(String command) {
        assertThat(run(command, "No space left on device")).isEqualTo(1);
        assertThat(err)
                .hasToString(
                        "virnuc: standard output could not be written (No space left on device), so what this command"
                                + " prints is lost; free some space or send it elsewhere, and run the same command again"
                                + System.lineSeparator());
    }

    @Test
    void aReaderThatHasSeenEnoughLosesNothing() {
        assertThat(run("completion bash", "Broken pipe")).isZero();
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void aCommandThatFailsKeepsItsCode() {
        assertThat(run("predict", "Bad file descriptor")).isEqualTo(2);
        assertThat(err.toString()).startsWith("virnuc: no input given").doesNotContain("standard output could");
    }

    @Test
    void whatIsPrintedIsUtf8() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        StandardOutput out = StandardOutput.to(bytes);
        out.println("µ");
        assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo("µ" + System.lineSeparator());
        assertThat(StandardOutput.exitCode(0, out, new PrintWriter(err))).isZero();
    }

    private int run(String command, String problem) {
        OutputStream full = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException(problem);
            }
        };
        return Main.run(command.split(" ", -1), StandardOutput.to(full), new PrintWriter(err, true));
    }
}
