package org.virnuc.files;

/**
 * A run, a model or a file cannot be used as it is. The message is one line that says what was found, what was expected and what to
 * do; it names fields of requests, and what else can be asked for, in backquotes, such as {@code `batchTokens`}, so that a program can put its own
 * names for them in their place.
 */
public abstract class VirNucException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Kind kind;

    /** What has to change before the same can be asked for again. */
    public enum Kind {
        /** What was asked for, or something that it names. */
        USAGE,
        /** The sequences. */
        INPUT,
        /** The model. */
        MODEL,
        /** The most that a run may cost. */
        COST_CAP,
        /** The device. */
        DEVICE
    }

    protected VirNucException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    protected VirNucException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /** What has to change. */
    public final Kind kind() {
        return kind;
    }
}
