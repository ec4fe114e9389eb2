package org.virnuc.calling;

import java.util.Locale;
import org.virnuc.files.PublicApi;

/** The verdict on an input record. */
@PublicApi
public enum RecordVerdict {
    VIRUS,
    OTHERS,
    /** Neither virus nor others, by the rule of viral-ngs only. */
    AMBIGUOUS,
    UNSCORED;

    /**
     * The verdict on a record with {@code scored} scored chunks, {@code virus} of them virus: virus if at least half
     * are, others if fewer are, unscored if there are none. Exactly half counts as virus, like a tie between the scores
     * of a chunk.
     */
    public static RecordVerdict of(long scored, long virus) {
        if (scored == 0) {
            return UNSCORED;
        }
        return 2 * virus >= scored ? VIRUS : OTHERS;
    }

    /** The word in files and reports. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
