package org.virnuc.pipeline.cascade;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Finds the narrowest band that keeps the agreement, from chunks that both models have scored.
 *
 * <p>The setting half decides: the band is as wide as it takes for so few of its chunks outside to differ that, with 95 %
 * confidence, at most the allowed share of all chunks does (exact binomial). Wider bands leave no more chunks outside, so the share
 * that differs can only fall with the width, and the bound holds for the band that is chosen from the same half, without a
 * correction for having looked at many: the band exceeds its share only where the sample has at most so many differing chunks
 * beyond the true quantile, which has a probability of at most 5 %. The checking half has had no part in it: where more than the
 * allowed share of it differs outside, the band is widened until no more does, which can only make it safer.
 */
public final class BandSearch {
    private final double mayDiffer;
    private final Map<SampleDraw.Half, List<Float>> differing = new EnumMap<>(SampleDraw.Half.class);
    private final Map<SampleDraw.Half, Long> chunks = new EnumMap<>(SampleDraw.Half.class);

    /** A search for options. */
    public BandSearch(CascadeOptions options) {
        this.mayDiffer = options.mayDiffer();
        for (SampleDraw.Half half : SampleDraw.Half.values()) {
            differing.put(half, new ArrayList<>());
            chunks.put(half, 0L);
        }
    }

    /**
     * Adds a chunk of the sample.
     *
     * @param lead by the small model
     * @param agrees whether both models give it the same label
     */
    public void add(SampleDraw.Half half, float lead, boolean agrees) {
        chunks.merge(half, 1L, Long::sum);
        if (!agrees) {
            Objects.requireNonNull(differing.get(half)).add(lead);
        }
    }

    /** What the chunks so far have shown. */
    public FoundBand found() {
        long setting = count(SampleDraw.Half.SETTING);
        long mostOutside = Binomial.mostThatShow(mayDiffer, setting, SampleSize.CONFIDENCE);
        Band set = mostOutside < 0 ? Band.EVERYTHING : leaving(mostOutside, SampleDraw.Half.SETTING);
        long mostChecked = (long) Math.floor(mayDiffer * count(SampleDraw.Half.CHECKING));
        Band checked = leaving(mostChecked, SampleDraw.Half.CHECKING);
        Band band = new Band(Math.max(set.lead(), checked.lead()));
        return new FoundBand(
                band, !band.equals(set), half(SampleDraw.Half.SETTING, band), half(SampleDraw.Half.CHECKING, band));
    }

    private FoundBand.Half half(SampleDraw.Half half, Band band) {
        long outside = leads(half).stream().filter(lead -> !band.contains(lead)).count();
        return FoundBand.Half.of(count(half), leads(half).size(), outside);
    }

    /** The narrowest band with at most so many differing chunks of that half outside. */
    private Band leaving(long most, SampleDraw.Half half) {
        List<Float> leads =
                leads(half).stream().sorted(Comparator.reverseOrder()).toList();
        return most >= leads.size() ? Band.LEAST : new Band(leads.get((int) most));
    }

    private List<Float> leads(SampleDraw.Half half) {
        return Objects.requireNonNull(differing.get(half));
    }

    private long count(SampleDraw.Half half) {
        return Objects.requireNonNull(chunks.get(half));
    }
}
