package org.virnuc.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.util.Locale;
import java.util.Objects;
import org.virnuc.engine.Interruption;
import org.virnuc.files.Reason;
import org.virnuc.files.VirNucException;

/** The exit codes, and the only place that turns an exception into an exit code and a message. */
public enum ExitCode {
    DONE(0),
    INTERNAL(1),
    USAGE(2),
    INPUT(3),
    MODEL(4),
    COST_CAP(5),
    INTERRUPTED(6),
    DEVICE(7),
    /** Used only by {@code virnuc verify}, without an exception. */
    DISAGREEMENT(8);

    private static final String KEPT = "finished work is kept";

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    /** The exit code of the process. */
    public int number() {
        return number;
    }

    /** The exit code for an exception that ended the program. */
    public static ExitCode of(Throwable e) {
        if (Interruption.caused(e)) {
            return INTERRUPTED;
        }
        if (FileDescriptors.exhausted(e)) {
            return INTERNAL;
        }
        return e instanceof VirNucException ours ? of(ours.kind()) : INTERNAL;
    }

    private static ExitCode of(VirNucException.Kind kind) {
        return switch (kind) {
            case USAGE -> USAGE;
            case INPUT -> INPUT;
            case MODEL -> MODEL;
            case COST_CAP -> COST_CAP;
            case DEVICE -> DEVICE;
        };
    }

    /** One line that says what happened and what to do, with the names of options. */
    public static String message(Throwable e) {
        return OptionNames.in(line(e));
    }

    private static String line(Throwable e) {
        return switch (of(e)) {
            case INTERRUPTED ->
                "interrupted; "
                        + (e instanceof UnresumableException nothing
                                ? nothing.what()
                                : KEPT + ", and the same command goes on from there");
            case INTERNAL ->
                e instanceof UnresumableException nothing
                        ? internal(Objects.requireNonNull(e.getCause()), nothing.what())
                        : internal(e, KEPT);
            default -> String.valueOf(e.getMessage());
        };
    }

    private static String internal(Throwable e, String kept) {
        Throwable cause =
                e instanceof UncheckedIOException unchecked && unchecked.getCause() != null ? unchecked.getCause() : e;
        if (FileDescriptors.isShort(cause)) {
            return FileDescriptors.advice() + ": " + kept;
        }
        if (isTooLarge(cause)) {
            return "a file would be larger than this user's processes may write (" + cause.getMessage()
                    + "); raise the limit, as with ulimit -f unlimited, and run the same command again: " + kept;
        }
        if (isDiskFull(cause)) {
            return "the disk is full (" + cause.getMessage() + "); free some space and run the same command again: "
                    + kept;
        }
        if (cause instanceof FileSystemException files) {
            return "cannot access " + files.getFile() + " (" + Reason.of(cause) + "); check that it is"
                    + " there and can be written, then run the same command again: " + kept;
        }
        if (cause instanceof OutOfMemoryError) {
            return "out of memory (" + cause.getMessage() + "); give the Java heap more, as in VIRNUC_JAVA_OPTS=-Xmx4g";
        }
        String reason = Reason.of(cause);
        return Reason.UNFORESEEN + (reason.equals(Reason.UNFORESEEN) ? "" : ": " + reason)
                + " (please report it with virnuc.log)";
    }

    private static boolean isDiskFull(Throwable e) {
        String text = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        return e instanceof IOException
                && (text.contains("no space left") || text.contains("not enough space") || text.contains("quota"));
    }

    /** Whether a write went beyond the limit that {@code ulimit -f} sets, or that a file system has. */
    private static boolean isTooLarge(Throwable e) {
        return e instanceof IOException
                && String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT).contains("file too large");
    }
}
