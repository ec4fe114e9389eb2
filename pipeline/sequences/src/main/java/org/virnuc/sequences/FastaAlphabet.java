package org.virnuc.sequences;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Lookup tables that classify each byte of a sequence line, for the reader's inner loop. Classes are bits, so that the
 * classes of several bytes can be combined and tested in one step.
 */
final class FastaAlphabet {
    /** A letter of the sequence. */
    static final byte LETTER = 0;
    /** Uracil: also a letter, and marks the record as RNA. */
    static final byte URACIL = 1;
    /** A blank, which is removed as in BioPython. */
    static final byte BLANK = 2;

    static final byte LINE_END = 4;
    static final byte REFUSED = 8;

    /** The highest class that belongs to the sequence. */
    static final byte LAST_LETTER = URACIL;

    /** The letters accepted besides U, in either case: the IUPAC codes and X. */
    static final String NUCLEOTIDES = "ACGTRYSWKMBDHVNX";

    private static final String SIGNS = "-.*";
    private static final int BYTES = 256;

    private FastaAlphabet() {}

    /** The table for users' files, which accepts only nucleotides. */
    static byte[] nucleotides() {
        byte[] classes = new byte[BYTES];
        Arrays.fill(classes, REFUSED);
        set(classes, NUCLEOTIDES + NUCLEOTIDES.toLowerCase(java.util.Locale.ROOT) + SIGNS, LETTER);
        set(classes, "Uu", URACIL);
        set(classes, " \t\u000b\f", BLANK);
        set(classes, "\r\n", LINE_END);
        return classes;
    }

    /** The table for files that this program wrote, which accepts every byte except line ends. */
    static byte[] anything() {
        byte[] classes = new byte[BYTES];
        set(classes, "\r\n", LINE_END);
        return classes;
    }

    /** Whether a byte ends the id in a header. */
    static boolean isWhiteSpace(byte b) {
        return b == ' ' || (b >= '\t' && b <= '\r') || (b >= 0x1c && b <= 0x1f);
    }

    private static void set(byte[] classes, String letters, byte value) {
        for (byte letter : letters.getBytes(StandardCharsets.ISO_8859_1)) {
            classes[letter] = value;
        }
    }
}
