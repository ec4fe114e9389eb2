package org.virnuc.telemetry.redact;

import java.util.Locale;

/** What a redacted value was; the word stands in its place, as in {@code <path-2>}. */
public enum Kind {
    PATH,
    ARGUMENT,
    USER,
    HOST,
    SECRET;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
