package org.virnuc.telemetry.redact;

import java.util.Locale;
import org.virnuc.files.PublicApi;

/** The kind of a redacted value. Its word replaces the value, for example {@code <path-2>}. */
@PublicApi
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
