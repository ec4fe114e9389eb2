package org.virnuc.calling.confidence;

import java.util.List;
import java.util.Locale;
import org.virnuc.files.PublicApi;

/** What a score of a chunk is made from, in the order in which scores are preferred. */
@PublicApi
public enum ChunkSource {
    /** Open reading frames of the whole chunk, as in VirNucPro. */
    FRAMES,
    /** Stop-free stretches of the chunk. */
    STRETCHES,
    /** The DNA of the chunk alone. */
    DNA_ONLY;

    /** The sources that take the place of frames. */
    public static final List<ChunkSource> FALLBACKS = List.of(STRETCHES, DNA_ONLY);

    /** The word used in tables, which is also the tier of records that only such scores speak for. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The end of the names of columns about such scores. */
    public String column() {
        return name().toLowerCase(Locale.ROOT);
    }
}
