package org.virnuc.pipeline.cli;

/** A command was cancelled that, unlike a run, leaves nothing to go on from. */
final class NothingKept extends InterruptedException {
    private static final long serialVersionUID = 1L;

    /**
     * Says so.
     *
     * @param command as in {@code a dry run}
     */
    NothingKept(String command, Throwable cause) {
        super("interrupted; " + command + " keeps nothing, and the same command begins anew");
        initCause(cause);
    }
}
