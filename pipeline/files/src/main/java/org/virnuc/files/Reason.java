package org.virnuc.files;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.ReadOnlyFileSystemException;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Puts errors into words for people who do not know Java. Every message, report, export and history that says why
 * something failed says it by this class, because the name of an exception tells its reader nothing.
 */
public final class Reason {
    /** What an error says that no code foresaw. Its stack trace is in the log. */
    public static final String UNFORESEEN = "internal error";

    private static final String NO_ACCESS = "it cannot be read or written";

    /** A longer chain of causes is assumed to be circular. */
    private static final int MAX_DEPTH = 50;

    /** The name of a class of errors at the beginning of a message, as Java writes it for the message of a cause. */
    private static final Pattern CLASS_NAME = Pattern.compile("^([a-z][A-Za-z0-9_]*\\.)+[A-Z][A-Za-z0-9_$]*(: *|$)");

    /** Errors of files whose message is only the path. */
    private static final Map<Class<? extends Exception>, String> FILES = Map.of(
            NoSuchFileException.class, "there is no such file or folder",
            AccessDeniedException.class, "permission denied",
            FileAlreadyExistsException.class, "it is there already",
            NotDirectoryException.class, "it is not a folder",
            DirectoryNotEmptyException.class, "the folder is not empty",
            FileSystemLoopException.class, "its links go round in a circle",
            ReadOnlyFileSystemException.class, "the file system is read-only");

    private Reason() {}

    /** Why something failed, in one line, such as {@code permission denied}. Paths that the caller knows are left out. */
    public static String of(Throwable error) {
        Throwable inner = unwrapped(error);
        String known = FILES.get(inner.getClass());
        if (known != null) {
            return known;
        }
        if (inner instanceof FileSystemException files) {
            return files.getReason() == null ? NO_ACCESS : VisibleText.of(lowerFirst(files.getReason()));
        }
        String named = named(inner);
        return named != null ? named : message(inner);
    }

    /**
     * The kind of an error in one word, for programs: {@code usage}, {@code input}, {@code model}, {@code cost_cap},
     * {@code device}, {@code interrupted}, {@code memory}, {@code file} for files and connections, or {@code internal}.
     */
    public static String kind(Throwable error) {
        Throwable inner = unwrapped(error);
        if (inner instanceof VirNucException ours) {
            return ours.kind().name().toLowerCase(Locale.ROOT);
        }
        if (isInterruption(inner)) {
            return "interrupted";
        }
        if (inner instanceof OutOfMemoryError) {
            return "memory";
        }
        return inner instanceof IOException ? "file" : "internal";
    }

    /** A message of elsewhere, such as of a report of an earlier version, without names of classes at its beginning. */
    public static String plain(String message) {
        String plain = message.strip();
        for (int depth = 0; depth < MAX_DEPTH; depth++) {
            String shorter = CLASS_NAME.matcher(plain).replaceFirst("");
            if (shorter.equals(plain)) {
                break;
            }
            plain = shorter;
        }
        return plain.isEmpty() ? UNFORESEEN : plain;
    }

    /** The error within the wrappers that executors and streams put around it. */
    private static Throwable unwrapped(Throwable error) {
        Throwable inner = error;
        for (int depth = 0; depth < MAX_DEPTH; depth++) {
            Throwable cause = inner.getCause();
            boolean wrapper = inner instanceof ExecutionException
                    || inner instanceof CompletionException
                    || (cause != null && cause.toString().equals(inner.getMessage()));
            if (cause == null || !wrapper) {
                return inner;
            }
            inner = cause;
        }
        return inner;
    }

    private static boolean isInterruption(Throwable error) {
        return error instanceof InterruptedException
                || error instanceof ClosedByInterruptException
                || error instanceof CancellationException
                || (error instanceof InterruptedIOException && !(error instanceof SocketTimeoutException));
    }

    /** What errors mean whose own message is poor, technical or absent; null for others. */
    private static @Nullable String named(Throwable error) {
        if (isInterruption(error)) {
            return "interrupted";
        }
        if (error instanceof UnknownHostException) {
            return "the host " + VisibleText.of(String.valueOf(error.getMessage())) + " is not known";
        }
        if (error instanceof SocketTimeoutException || error instanceof HttpTimeoutException) {
            return "no answer in time";
        }
        if (error instanceof ConnectException) {
            return "no connection";
        }
        if (error instanceof CharacterCodingException) {
            return "its text is damaged, or in another encoding";
        }
        if (error instanceof EOFException) {
            return "it ends too early";
        }
        if (error instanceof OutOfMemoryError) {
            return "out of memory";
        }
        return error instanceof StackOverflowError ? "nested too deeply" : null;
    }

    private static String message(Throwable error) {
        String message = error.getMessage();
        if (message == null || message.isBlank() || isTechnical(error)) {
            return error instanceof IOException ? NO_ACCESS : UNFORESEEN;
        }
        String plain = plain(message.replaceAll("\\s+", " "));
        return VisibleText.of(error instanceof FileNotFoundException ? withoutPath(plain) : plain);
    }

    /** Whether the message was written by Java for programmers, such as "Cannot invoke String.length()". */
    private static boolean isTechnical(Throwable error) {
        return error instanceof NullPointerException
                || error instanceof ClassCastException
                || error instanceof IndexOutOfBoundsException
                || error instanceof NegativeArraySizeException
                || error instanceof ArrayStoreException
                || error instanceof LinkageError;
    }

    /** "in.fa (Permission denied)" without the path. */
    private static String withoutPath(String message) {
        int reason = message.lastIndexOf(" (");
        return reason > 0 && message.endsWith(")")
                ? lowerFirst(message.substring(reason + 2, message.length() - 1))
                : message;
    }

    private static String lowerFirst(String text) {
        return text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1);
    }
}
