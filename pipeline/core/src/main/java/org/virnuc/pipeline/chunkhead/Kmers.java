package org.virnuc.pipeline.chunkhead;

/**
 * How often words of a few letters occur in a sequence, a word and its reverse complement being the same. Words with letters
 * other than A, C, G and T do not count. Words are in the order of the lesser of both forms.
 */
final class Kmers {
    private final int k;
    private final int width;

    /** For each word its place. */
    private final int[] places;

    /** Words of {@code k} letters. */
    Kmers(int k) {
        this.k = k;
        this.places = new int[1 << (2 * k)];
        int next = 0;
        for (int word = 0; word < places.length; word++) {
            int other = reverseComplement(word, k);
            places[word] = other < word ? places[other] : next++;
        }
        this.width = next;
    }

    /** The number of words. */
    int width() {
        return width;
    }

    /** The square root of the frequency of each word; 0 if there is no word. */
    float[] roots(String letters) {
        int[] counts = new int[width];
        int all = 0;
        for (int from = 0; from + k <= letters.length(); from++) {
            int word = Bases.number(letters, from, from + k);
            if (word != Bases.NONE) {
                counts[places[word]]++;
                all++;
            }
        }
        float[] roots = new float[width];
        for (int i = 0; i < width && all > 0; i++) {
            roots[i] = (float) Math.sqrt((double) counts[i] / all);
        }
        return roots;
    }

    private static int reverseComplement(int word, int k) {
        int rest = word;
        int reversed = 0;
        for (int i = 0; i < k; i++) {
            reversed = reversed * Bases.COUNT + Bases.COUNT - 1 - rest % Bases.COUNT;
            rest /= Bases.COUNT;
        }
        return reversed;
    }
}
