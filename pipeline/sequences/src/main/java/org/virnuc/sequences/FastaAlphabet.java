package org.virnuc.sequences;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What each byte of a sequence line means: the table of the reader's inner loop. The classes are bits, so that the classes
 * of several bytes can be joined and looked at once.
 */
final class FastaAlphabet {
    /** A letter of the sequence. */
    static final byte LETTER = 0;
    /** Uracil: a letter too, and the record is RNA. */
    static final byte URACIL = 1;
    /** Removed, as BioPython does. */
    static final byte BLANK = 2;

    static final byte LINE_END = 4;
    static final byte REFUSED = 8;

    /** The highest class of what belongs to the sequence. */
    static final byte LAST_LETTER = URACIL;

    /** DNA and RNA with the IUPAC codes, X, gaps and the stop sign, in either case. */
    static final String NUCLEOTIDES = "ACGTRYSWKMBDHVNX";

    private static final String SIGNS = "-.*";
    private static final int BYTES = 256;

    private FastaAlphabet() {}

    /** For files of a user: nothing but nucleotides. */
    static byte[] nucleotides() {
        byte[] classes = new byte[BYTES];
        Arrays.fill(classes, REFUSED);
        set(classes, NUCLEOTIDES + NUCLEOTIDES.toLowerCase(java.util.Locale.ROOT) + SIGNS, LETTER);
        set(classes, "Uu", URACIL);
        set(classes, " \t\u000b\f", BLANK);
        set(classes, "\r\n", LINE_END);
        return classes;
    }

    /** For files that this program has written: whatever is not a line end. */
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
