package org.virnuc.pipeline.cascade;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Finds the narrowest band that keeps the agreement, from chunks that both models scored.
 *
 * <p>The setting half determines the band: it is just wide enough that, with 95 % confidence (exact binomial), at most
 * the allowed share of all chunks differs outside it. Widening a band never adds chunks outside it, so the differing
 * share can only fall with the width. The bound therefore holds for a band chosen from the same half, without
 * correction for multiple looks: the band exceeds the allowed share only if the sample has at most that many differing
 * chunks beyond the true quantile, which has a probability of at most 5 %. The checking half is independent: if more
 * than the allowed share of it differs outside, the band is widened until no more does, which can only make it safer.
 */
public final class BandSearch {
    private final double mayDiffer;
    private final Map<ChunkSampleDraw.Half, List<Float>> differing = new EnumMap<>(ChunkSampleDraw.Half.class);
    private final Map<ChunkSampleDraw.Half, Long> chunks = new EnumMap<>(ChunkSampleDraw.Half.class);

    /** Creates a search for these options. */
    public BandSearch(CascadeOptions options) {
        this.mayDiffer = options.mayDiffer();
        for (ChunkSampleDraw.Half half : ChunkSampleDraw.Half.values()) {
            differing.put(half, new ArrayList<>());
            chunks.put(half, 0L);
        }
    }

    /**
     * Adds a chunk of the sample.
     *
     * @param lead lead of the small model
     * @param agrees whether both models give the chunk the same label
     */
    public void add(ChunkSampleDraw.Half half, float lead, boolean agrees) {
        chunks.merge(half, 1L, Long::sum);
        if (!agrees) {
            Objects.requireNonNull(differing.get(half)).add(lead);
        }
    }

    /** The band found from the chunks added so far. */
    public FoundBand found() {
        long setting = count(ChunkSampleDraw.Half.SETTING);
        long mostOutside = Binomial.mostThatShow(mayDiffer, setting, ChunkSampleSize.CONFIDENCE);
        Band set = mostOutside < 0 ? Band.EVERYTHING : leaving(mostOutside, ChunkSampleDraw.Half.SETTING);
        long mostChecked = (long) Math.floor(mayDiffer * count(ChunkSampleDraw.Half.CHECKING));
        Band checked = leaving(mostChecked, ChunkSampleDraw.Half.CHECKING);
        Band band = new Band(Math.max(set.lead(), checked.lead()));
        return new FoundBand(
                band,
                !band.equals(set),
                half(ChunkSampleDraw.Half.SETTING, band),
                half(ChunkSampleDraw.Half.CHECKING, band));
    }

    private FoundBand.Half half(ChunkSampleDraw.Half half, Band band) {
        long outside = leads(half).stream().filter(lead -> !band.contains(lead)).count();
        return FoundBand.Half.of(count(half), leads(half).size(), outside);
    }

    /** The narrowest band that leaves at most {@code most} differing chunks of this half outside. */
    private Band leaving(long most, ChunkSampleDraw.Half half) {
        List<Float> leads =
                leads(half).stream().sorted(Comparator.reverseOrder()).toList();
        return most >= leads.size() ? Band.LEAST : new Band(leads.get((int) most));
    }

    private List<Float> leads(ChunkSampleDraw.Half half) {
        return Objects.requireNonNull(differing.get(half));
    }

    private long count(ChunkSampleDraw.Half half) {
        return Objects.requireNonNull(chunks.get(half));
    }
}
