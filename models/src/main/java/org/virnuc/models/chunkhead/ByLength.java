package org.virnuc.models.chunkhead;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;

/** What differs by chunk length; for a length that is not known the nearest known one counts. */
record ByLength<T>(Map<Integer, T> lengths) {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    ByLength {
        lengths = Map.copyOf(lengths);
        if (lengths.isEmpty()) {
            throw new IllegalArgumentException("there is no chunk length");
        }
    }

    T of(int length) {
        return new TreeMap<>(lengths)
                .entrySet().stream()
                        .min(Comparator.comparingInt(entry -> Math.abs(entry.getKey() - length)))
                        .orElseThrow()
                        .getValue();
    }
}
