package org.virnuc.training.head;

/**
 * SplitMix64: numbers that depend on nothing but a seed and a position, so that any thread can draw any of them.
 *
 * @see <a href="https://doi.org/10.1145/2660193.2660195">Steele, Lea and Flood, 2014</a>
 */
final class SeededNumbers {
    private static final long STEP = 0x9e3779b97f4a7c15L;
    private static final double UNIT = 0x1.0p-53;

    private final long start;
    private long position;

    /** Starts the sequence of a seed. */
    SeededNumbers(long seed) {
        this.start = mixed(seed);
    }

    /** The sequence for one purpose of a seed, independent of those for other purposes. */
    static SeededNumbers of(long seed, long purpose) {
        return new SeededNumbers(mixed(seed) + mixed(~purpose));
    }

    /** The number at a position, from 0 to below 1. */
    double at(long index) {
        return (mixed(start + (index + 1) * STEP) >>> 11) * UNIT;
    }

    /** The next number, from 0 to below 1. */
    double next() {
        return at(position++);
    }

    /** The numbers from 0 to below {@code count} in random order. */
    int[] permutation(int count) {
        int[] order = new int[count];
        for (int i = 0; i < count; i++) {
            int other = (int) (next() * (i + 1));
            order[i] = order[other];
            order[other] = i;
        }
        return order;
    }

    private static long mixed(long value) {
        long z = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
