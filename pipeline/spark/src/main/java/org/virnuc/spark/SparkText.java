package org.virnuc.spark;

import org.virnuc.files.Reason;

/** What Spark says, in one line. */
final class SparkText {
    private static final String DRIVER_TRACE = "Driver stacktrace:";

    private SparkText() {}

    /** The first line that says something, without names of exceptions at its beginning and without a stack trace. */
    static String line(String text) {
        String first = text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.equals(DRIVER_TRACE))
                .findFirst()
                .orElse("");
        return Reason.plain(first);
    }
}
