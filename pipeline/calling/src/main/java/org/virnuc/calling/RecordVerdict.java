package org.virnuc.calling;

import java.util.Locale;
import org.virnuc.files.PublicApi;

/** What is said of an input record. */
@PublicApi
public enum RecordVerdict {
    VIRUS,
    OTHERS,
    /** Neither, by the rule of viral-ngs; VirNuc's own rule and the majority of chunks know no such thing. */
    AMBIGUOUS,
    UNSCORED;

    /**
     * The verdict on a record with {@code scored} scored chunks, {@code virus} of them virus: virus where at least half are, others where
     * fewer are, unscored where there is none. Half is a virus as a tie between chunk scores is.
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
