package org.virnuc.telemetry;

import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.virnuc.telemetry.redact.Redactor;

/** Translates exceptions into entries of a report. */
final class Failures {
    /** A longer chain of causes is assumed to be circular. */
    private static final int MAX_DEPTH = 50;

    private Failures() {}

    /** Describes an exception after removing the wrappers that executors put around it. */
    static RunReport.Failure of(Throwable error) {
        Throwable inner = error;
        for (int depth = 0; depth < MAX_DEPTH; depth++) {
            Throwable cause = inner.getCause();
            if (cause == null || !(inner instanceof ExecutionException || inner instanceof CompletionException)) {
                break;
            }
            inner = cause;
        }
        return new RunReport.Failure(inner.getClass().getName(), inner.getMessage());
    }

    /** Describes an exception with a redacted message. */
    static RunReport.Failure of(Throwable error, Redactor redactor) {
        RunReport.Failure failure = of(error);
        return failure.message() == null
                ? failure
                : new RunReport.Failure(failure.type(), redactor.text(failure.message(), error));
    }

    /** Describes an exception in one line for people. */
    static String describe(Throwable error) {
        RunReport.Failure failure = of(error);
        String name = failure.type().substring(failure.type().lastIndexOf('.') + 1);
        return failure.message() == null ? name : name + ": " + failure.message();
    }

    /** Returns whether the work was interrupted, judging by the exception and all its causes. */
    static boolean isInterruption(Throwable error) {
        Throwable inner = error;
        for (int depth = 0; inner != null && depth < MAX_DEPTH; depth++) {
            if (inner instanceof InterruptedException
                    || inner instanceof ClosedByInterruptException
                    || inner instanceof CancellationException
                    || (inner instanceof InterruptedIOException && !(inner instanceof SocketTimeoutException))) {
                return true;
            }
            inner = inner.getCause();
        }
        return false;
    }
}
