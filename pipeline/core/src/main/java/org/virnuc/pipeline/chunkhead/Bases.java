package org.virnuc.pipeline.chunkhead;

/** Bases as digits: A, C, G and T are 0 to 3, in alphabetical order. */
final class Bases {
    /** The number of bases. */
    static final int COUNT = 4;

    /** Stands for every other letter. */
    static final int NONE = -1;

    private Bases() {}

    static int digit(char letter) {
        return switch (letter) {
            case 'A' -> 0;
            case 'C' -> 1;
            case 'G' -> 2;
            case 'T' -> 3;
            default -> NONE;
        };
    }

    /** The number of some letters in base four, the first letter most significant; {@link #NONE} if one is no base. */
    static int number(String letters, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            int digit = digit(letters.charAt(i));
            if (digit == NONE) {
                return NONE;
            }
            number = number * COUNT + digit;
        }
        return number;
    }
}
