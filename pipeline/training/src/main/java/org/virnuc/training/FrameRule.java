package org.virnuc.training;

import java.util.Locale;

/** Which chunks give frames for training. */
public enum FrameRule {
    /** Chunks without ambiguous letters, as in VirNucPro's training. */
    UNAMBIGUOUS,
    /** All chunks. */
    ALL;

    /** The name used in files and on the command line. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
