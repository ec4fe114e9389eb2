package org.virnuc.cli;

import java.io.IOException;

/** A failure of a command that, unlike a run, keeps nothing that could be resumed. */
public final class UnresumableException extends IOException {
    private static final long serialVersionUID = 1L;

    private final String command;

    /**
     * Creates the failure.
     *
     * @param command such as {@code a dry run}
     */
    private UnresumableException(String command, Throwable cause) {
        super(cause);
        this.command = command;
    }

    /** The work of such a command. */
    @FunctionalInterface
    public interface Work<T> {
        T run() throws IOException, InterruptedException;
    }

    /**
     * Performs work. Failures whose message would otherwise promise finished work, such as an interrupt or a full disk,
     * become a {@code UnresumableException}; those about inputs, models or devices are unchanged.
     */
    public static <T> T during(String command, Work<T> work) throws IOException, InterruptedException {
        try {
            return work.run();
        } catch (IOException | InterruptedException | RuntimeException | Error e) {
            ExitCode code = ExitCode.of(e);
            if (code == ExitCode.INTERRUPTED || code == ExitCode.INTERNAL) {
                throw new UnresumableException(command, e);
            }
            throw e;
        }
    }

    /** The last part of the message. */
    String what() {
        return command + " keeps no results, and the same command starts over";
    }
}
