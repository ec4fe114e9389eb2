package org.virnuc.sequences;

/** The standard genetic code (NCBI table 1) as lookup tables over three-bit base codes. */
final class GeneticCode {
    static final byte STOP = '*';
    /** The result for a codon with any letter other than A, C, G and T. */
    static final byte NOTHING = 0;

    /** Bits per base code; a codon's index consists of three codes. */
    static final int BASE_BITS = 3;

    private static final int CODONS = 1 << (3 * BASE_BITS);

    private static final String BASES = "TCAG";
    private static final int NO_BASE = 4;
    private static final String RESIDUES = "FFLLSSSSYY**CC*WLLLLPPPPHHQQRRRRIIIMTTTTNNKKSSRRVVVVAAAADDEEGGGG";
    private static final int BYTES = 256;

    private GeneticCode() {}

    /** Base code by byte: 0 to 3 in either case, {@code NO_BASE} for all others, including U. */
    static byte[] baseCodes() {
        byte[] codes = new byte[BYTES];
        for (int b = 0; b < BYTES; b++) {
            int code = BASES.indexOf(Character.toUpperCase((char) b));
            codes[b] = (byte) (b < 0x80 && code >= 0 ? code : NO_BASE);
        }
        return codes;
    }

    /** Residue, {@link #STOP} or {@link #NOTHING} by codon index. */
    static byte[] residues() {
        byte[] table = new byte[CODONS];
        for (int codon = 0; codon < CODONS; codon++) {
            table[codon] = residue(base(codon, 2), base(codon, 1), base(codon, 0));
        }
        return table;
    }

    /**
     * Residue, {@link #STOP} or {@link #NOTHING} of the reverse complement by codon index, so that the other strand can
     * be translated without building it.
     */
    static byte[] reverseResidues() {
        byte[] table = new byte[CODONS];
        for (int codon = 0; codon < CODONS; codon++) {
            table[codon] = residue(complement(base(codon, 0)), complement(base(codon, 1)), complement(base(codon, 2)));
        }
        return table;
    }

    /** Stop flags by codon index: bit 0 if it is a stop, bit 1 if its reverse complement is one. */
    static byte[] stops() {
        byte[] forward = residues();
        byte[] reverse = reverseResidues();
        byte[] table = new byte[CODONS];
        for (int codon = 0; codon < CODONS; codon++) {
            table[codon] = (byte) ((forward[codon] == STOP ? 1 : 0) | (reverse[codon] == STOP ? 2 : 0));
        }
        return table;
    }

    /** Upper case by byte; only ASCII letters change. */
    static byte[] upperCase() {
        byte[] table = new byte[BYTES];
        for (int b = 0; b < BYTES; b++) {
            table[b] = (byte) (b >= 'a' && b <= 'z' ? b - 'a' + 'A' : b);
        }
        return table;
    }

    /** Upper-case complement by byte: A and T, C and G; any other letter, including U, maps to itself. */
    static byte[] complements() {
        byte[] table = upperCase();
        byte[] upper = upperCase();
        for (int b = 0; b < BYTES; b++) {
            table[b] = switch (upper[b]) {
                case 'A' -> 'T';
                case 'T' -> 'A';
                case 'C' -> 'G';
                case 'G' -> 'C';
                default -> upper[b];
            };
        }
        return table;
    }

    private static int base(int codon, int place) {
        return (codon >> (place * BASE_BITS)) & ((1 << BASE_BITS) - 1);
    }

    private static int complement(int code) {
        // In the order T, C, A, G, complementary bases are two apart.
        return code < NO_BASE ? code ^ 2 : code;
    }

    private static byte residue(int first, int second, int third) {
        if (first >= NO_BASE || second >= NO_BASE || third >= NO_BASE) {
            return NOTHING;
        }
        return (byte) RESIDUES.charAt(first * 16 + second * 4 + third);
    }
}
