package org.virnuc.telemetry;

import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.util.concurrent.CancellationException;
import org.virnuc.files.Reason;
import org.virnuc.telemetry.redact.Redactor;

/** Translates exceptions into entries of a report. */
final class Failures {
    /** A longer chain of causes is assumed to be circular. */
    private static final int MAX_DEPTH = 50;

    private Failures() {}

    /** Describes an exception by its kind and in words. */
    static RunReport.Failure of(Throwable error) {
        return new RunReport.Failure(Reason.kind(error), Reason.of(error));
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
        return Reason.of(error);
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
