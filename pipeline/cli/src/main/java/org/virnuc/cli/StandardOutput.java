package org.virnuc.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.virnuc.files.Reason;

/**
 * Standard output that remembers why a write failed. A plain print writer hides the failure, and a result would be lost
 * with exit code 0.
 */
final class StandardOutput extends PrintWriter {
    private final Watched stream;

    private StandardOutput(Watched stream) {
        super(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
        this.stream = stream;
    }

    /** Opens the standard output of the process. */
    static StandardOutput open() {
        return new StandardOutput(new Watched(new FileOutputStream(FileDescriptor.out)));
    }

    /** Creates one that writes to {@code out}. */
    static StandardOutput to(OutputStream out) {
        return new StandardOutput(new Watched(out));
    }

    /**
     * Returns the exit code of a command that has printed everything: {@code code}, unless it is 0 and output was lost,
     * which is reported on {@code err}. If the reader closed the pipe, as {@code head} does, nothing counts as lost.
     */
    static int exitCode(int code, PrintWriter out, PrintWriter err) {
        if (!out.checkError()) {
            return code;
        }
        Optional<IOException> failure = out instanceof StandardOutput standard
                ? Optional.ofNullable(standard.stream.failure)
                : Optional.empty();
        if (failure.filter(StandardOutput::isReaderGone).isPresent()) {
            return code;
        }
        err.println("virnuc: standard output could not be written"
                + failure.map(e -> " (" + Reason.of(e) + ")").orElse("")
                + ", so what this command prints is lost; free some space or send it elsewhere, and run the same command"
                + " again");
        return code == ExitCode.DONE.number() ? ExitCode.INTERNAL.number() : code;
    }

    private static boolean isReaderGone(IOException e) {
        String message = String.valueOf(Reason.of(e));
        return message.contains("Broken pipe") || message.contains("The pipe is being closed"); // Unix, Windows
    }

    private static final class Watched extends FilterOutputStream {
        private volatile @Nullable IOException failure;

        private Watched(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            try {
                out.write(bytes, offset, length);
            } catch (IOException e) {
                failure = failure == null ? e : failure;
                throw e;
            }
        }
    }
}
