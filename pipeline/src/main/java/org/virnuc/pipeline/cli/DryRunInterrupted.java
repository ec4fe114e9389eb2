package org.virnuc.pipeline.cli;

/** A dry run that was cancelled; unlike a run it leaves nothing to go on from. */
final class DryRunInterrupted extends InterruptedException {
    private static final long serialVersionUID = 1L;

    DryRunInterrupted(Throwable cause) {
        super("interrupted; a dry run keeps nothing, and the same command begins anew");
        initCause(cause);
    }
}
