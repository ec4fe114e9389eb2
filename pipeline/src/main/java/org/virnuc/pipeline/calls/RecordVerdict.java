package org.virnuc.pipeline.calls;

import java.util.Locale;

/** What is said of an input record. */
public enum RecordVerdict {
    VIRUS,
    OTHERS,
    UNSCORED;

    /** The word in files and reports. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
