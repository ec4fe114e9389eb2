package org.virnuc.training.data;

import java.util.Locale;

/** What a record is used for. */
public enum Part {
    /** Its frames change the weights. */
    TRAINING,
    /** Its frames decide when training stops; probabilities are fitted to its scores. */
    VALIDATION,
    /** Used for nothing but measuring. */
    TEST;

    /** The name used in files. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
