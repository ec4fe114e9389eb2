package org.virnuc.models.chunkhead;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Collections;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;

/** What differs by chunk length; for a length that is not known the nearest known one counts. */
record ByLength<T>(@JsonValue Map<Integer, T> lengths) {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    ByLength {
        lengths = Collections.unmodifiableMap(new TreeMap<>(lengths));
        if (lengths.isEmpty()) {
            throw new IllegalArgumentException("there is no chunk length");
        }
    }

    T of(int length) {
        return lengths.entrySet().stream()
                .min(Comparator.comparingInt(entry -> Math.abs(entry.getKey() - length)))
                .orElseThrow()
                .getValue();
    }
}
