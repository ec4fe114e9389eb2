package org.virnuc.models.chunkhead;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;

/**
 * The mean strangeness of its chunks that a record seldom exceeds.
 *
 * @param limits pairs of a number of chunks and the limit of records of that number and more, by rising number
 */
public record StrangenessLimits(@JsonValue List<List<Double>> limits) {
    /** Nothing is known, so nothing is strange. */
    static final StrangenessLimits NONE = new StrangenessLimits(List.of());

    private static final int PAIR = 2;

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public StrangenessLimits {
        limits = limits.stream().map(List::copyOf).toList();
        double before = 0;
        for (List<Double> pair : limits) {
            if (pair.size() != PAIR || !(pair.get(0) > before) || !Double.isFinite(pair.get(1))) {
                throw new IllegalArgumentException("limit " + pair + " is not a rising number of chunks and a limit");
            }
            before = pair.get(0);
        }
    }

    /** The limit of a record with this number of chunks; infinite if none is known. */
    public double of(int chunks) {
        double limit = Double.POSITIVE_INFINITY;
        for (List<Double> pair : limits) {
            if (pair.get(0) <= chunks) {
                limit = pair.get(1);
            }
        }
        return limit;
    }
}
