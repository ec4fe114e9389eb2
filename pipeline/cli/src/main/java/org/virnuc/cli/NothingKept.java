package org.virnuc.cli;

import java.io.IOException;

/** What ended a command that, unlike a run, leaves nothing to go on from. */
public final class NothingKept extends IOException {
    private static final long serialVersionUID = 1L;

    private final String command;

    /**
     * Says so.
     *
     * @param command as in {@code a dry run}
     */
    private NothingKept(String command, Throwable cause) {
        super(cause);
        this.command = command;
    }

    /** Something such a command does. */
    @FunctionalInterface
    public interface Work<T> {
        T run() throws IOException, InterruptedException;
    }

    /**
     * Does it. What ends it and would tell of finished work otherwise, such as an interrupt or a full disk, is told as one of these; what
     * is about inputs, models or devices stays what it is.
     */
    public static <T> T during(String command, Work<T> work) throws IOException, InterruptedException {
        try {
            return work.run();
        } catch (IOException | InterruptedException | RuntimeException | Error e) {
            ExitCode code = ExitCode.of(e);
            if (code == ExitCode.INTERRUPTED || code == ExitCode.INTERNAL) {
                throw new NothingKept(command, e);
            }
            throw e;
        }
    }

    /** The end of a message. */
    String what() {
        return command + " keeps no results, and the same command begins anew";
    }
}
