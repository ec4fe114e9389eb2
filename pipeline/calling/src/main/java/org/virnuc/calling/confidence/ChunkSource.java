package org.virnuc.calling.confidence;

import java.util.List;
import java.util.Locale;
import org.virnuc.files.PublicApi;

/** The source of a chunk's score, in order of preference. */
@PublicApi
public enum ChunkSource {
    /** Open reading frames of the whole chunk, as in VirNucPro. */
    FRAMES,
    /** Stop-free stretches of the chunk. */
    STRETCHES,
    /** The DNA of the chunk alone. */
    DNA_ONLY;

    /** The fallback sources, which are used if a chunk has no open frame. */
    public static final List<ChunkSource> FALLBACKS = List.of(STRETCHES, DNA_ONLY);

    /** The word used in tables, which is also the tier of records that only such scores speak for. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The suffix of names of columns about scores from this source. */
    public String column() {
        return name().toLowerCase(Locale.ROOT);
    }
}
