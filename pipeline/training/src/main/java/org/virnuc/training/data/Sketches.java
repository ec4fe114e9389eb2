package org.virnuc.training.data;

import java.util.Arrays;

/**
 * Samples of the 21-mers of records, either strand counting the same: those whose hash is small, the same hashes in
 * every record (a scaled MinHash). The share of a record's hashes that another has estimates the share of its 21-mers.
 *
 * @see <a href="https://doi.org/10.1101/2022.01.11.475838">Irber et al., 2022</a>
 */
final class Sketches {
    /** Length of the words: no two records share many of them by chance. */
    static final int WORD = 21;

    private static final int LARGEST = 16_000_000;
    private static final int RECORD_BITS = 24;
    private static final long WORD_MASK = (1L << (2 * WORD)) - 1;
    private static final int HASH_BITS = Long.SIZE - RECORD_BITS - 1;

    /** Each the hash of a word and the number of its record. */
    private long[] entries = new long[1 << 16];

    private int count;
    private long limit = 1L << HASH_BITS;
    private int records;

    /** Adds a record and returns its number. */
    int add(byte[] letters, int length) {
        if (records == 1 << RECORD_BITS) {
            throw new IllegalStateException("more than " + records + " records");
        }
        long forward = 0;
        long reverse = 0;
        int valid = 0;
        for (int i = 0; i < length; i++) {
            int code = code(letters[i]);
            if (code < 0) {
                valid = 0;
                continue;
            }
            forward = ((forward << 2) | code) & WORD_MASK;
            reverse = (reverse >>> 2) | ((long) (3 - code) << (2 * WORD - 2));
            if (++valid >= WORD) {
                add(hash(Math.min(forward, reverse)));
            }
        }
        return records++;
    }

    private void add(long hash) {
        if (hash >= limit) {
            return;
        }
        if (count == LARGEST) {
            limit /= 2;
            int kept = 0;
            for (int i = 0; i < count; i++) {
                if (entries[i] >>> RECORD_BITS < limit) {
                    entries[kept++] = entries[i];
                }
            }
            count = kept;
            add(hash);
            return;
        }
        if (count == entries.length) {
            entries = Arrays.copyOf(entries, Math.min(LARGEST, 2 * count));
        }
        entries[count++] = hash << RECORD_BITS | records;
    }

    /** The number of records. */
    int records() {
        return records;
    }

    /** All hashes, sorted, each once for a record. Adding records afterwards is not possible. */
    long[] sorted() {
        Arrays.parallelSort(entries, 0, count);
        int kept = 0;
        for (int i = 0; i < count; i++) {
            if (i == 0 || entries[i] != entries[kept - 1]) {
                entries[kept++] = entries[i];
            }
        }
        count = kept;
        return Arrays.copyOf(entries, count);
    }

    /** The number of an entry's record. */
    static int record(long entry) {
        return (int) (entry & ((1 << RECORD_BITS) - 1));
    }

    /** The hash of an entry. */
    static long hash(long[] sorted, int at) {
        return sorted[at] >>> RECORD_BITS;
    }

    private static int code(byte letter) {
        return switch (letter) {
            case 'A', 'a' -> 0;
            case 'C', 'c' -> 1;
            case 'G', 'g' -> 2;
            case 'T', 't', 'U', 'u' -> 3;
            default -> -1;
        };
    }

    private static long hash(long word) {
        long z = (word ^ (word >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return (z ^ (z >>> 31)) >>> (Long.SIZE - HASH_BITS);
    }
}
