package org.virnuc.pipeline.embeddings;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A list of sequences without duplicates.
 *
 * @param sequences distinct sequences in the order of their first occurrence
 * @param of for each entry of the original list, the index of its sequence in {@code sequences}
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record UniqueSequences(List<String> sequences, int[] of) {

    /** Removes the duplicates of a list. */
    public static UniqueSequences of(List<String> all) {
        Map<String, Integer> numbers = new LinkedHashMap<>();
        int[] of = new int[all.size()];
        for (int row = 0; row < of.length; row++) {
            Integer known = numbers.putIfAbsent(all.get(row), numbers.size());
            of[row] = known == null ? numbers.size() - 1 : known;
        }
        return numbers.size() == of.length ? each(all) : new UniqueSequences(new ArrayList<>(numbers.keySet()), of);
    }

    /** Keeps a list unchanged, duplicates included. */
    public static UniqueSequences each(List<String> all) {
        return new UniqueSequences(all, IntStream.range(0, all.size()).toArray());
    }

    /** The number of entries that repeat an earlier one. */
    public int repeats() {
        return of.length - sequences.size();
    }

    /**
     * Assigns to every entry of the original list the vector of its sequence.
     *
     * @param vectors row-major, one row for each of {@code sequences}
     * @return row-major, one row for each entry
     */
    public float[] spread(float[] vectors, int dimension) {
        if (repeats() == 0) {
            return vectors;
        }
        float[] all = new float[Math.multiplyExact(of.length, dimension)];
        for (int row = 0; row < of.length; row++) {
            System.arraycopy(vectors, of[row] * dimension, all, row * dimension, dimension);
        }
        return all;
    }
}
