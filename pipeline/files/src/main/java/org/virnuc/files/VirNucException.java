package org.virnuc.files;

/**
 * An error that the user can fix: a request, a model, an input or a device cannot be used as it is. The message is one
 * line that says what was found, what was expected and what to do. It puts names of request fields and other settings
 * in backquotes, such as {@code `batchTokens`}, so that a program can replace them by its own names. Text that it quotes from
 * files, servers and requests is made {@linkplain VisibleText visible}, so that no message can forge a line or a color.
 */
@PublicApi
public abstract class VirNucException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Kind kind;

    /** The part of the request or the environment that has to change before a retry can succeed. */
    public enum Kind {
        /** The request itself, or something that it names. */
        USAGE,
        /** The sequences. */
        INPUT,
        /** The model. */
        MODEL,
        /** The cost cap. */
        COST_CAP,
        /** The device. */
        DEVICE
    }

    protected VirNucException(Kind kind, String message) {
        super(VisibleText.of(message));
        this.kind = kind;
    }

    protected VirNucException(Kind kind, String message, Throwable cause) {
        super(VisibleText.of(message), cause);
        this.kind = kind;
    }

    /** What has to change. */
    public final Kind kind() {
        return kind;
    }
}
