package org.virnuc.sequences;

/**
 * Translates one chunk in six frames and keeps the open reading frames: those with at least one residue and no stop. As
 * in VirNucPro, a codon with any letter other than A, C, G and T yields no residue and shortens the protein. The
 * nucleotides kept with it, {@code strand[f-1 : f+3p]} for frame number f of its strand and p residues, become shorter
 * too.
 *
 * <p>Results belong to the last chunk and are overwritten by the next. One pass looks for stops in all six frames and
 * ends when each has one; only open frames are translated. Memory is allocated only for a chunk longer than any before.
 * Not thread-safe.
 */
public final class SixFrameTranslator {
    private static final byte[] BASE_CODES = GeneticCode.baseCodes();
    private static final byte[] RESIDUES = GeneticCode.residues();
    private static final byte[] REVERSE_RESIDUES = GeneticCode.reverseResidues();
    private static final byte[] STOPS = GeneticCode.stops();
    private static final byte[] UPPER_CASE = GeneticCode.upperCase();
    private static final byte[] COMPLEMENTS = GeneticCode.complements();
    private static final int SHIFT = GeneticCode.BASE_BITS;
    private static final int CODON = 3;
    private static final int FORWARD_STOP = 1;
    private static final int REVERSE_STOP = 2;
    private static final int BOTH_STOPS = FORWARD_STOP | REVERSE_STOP;

    private int length;
    private int capacity;
    private int proteinCapacity;
    private byte[] forward = {};
    private byte[] reverse = {};
    private byte[] proteins = {};
    private final int[] proteinLengths = new int[Frame.ALL.size()];
    /** Stops seen in codons by the position of their first base modulo three. */
    private final int[] stops = new int[CODON];

    private int kept;

    /**
     * Translates the first {@code length} bytes of a chunk, of any case.
     *
     * @return the mask of the frames kept, by {@link Frame#bit}
     */
    public int translate(byte[] chunk, int length) {
        this.length = length;
        kept = 0;
        findStops(chunk);
        if ((stops[0] & stops[1] & stops[2]) == BOTH_STOPS) {
            return 0;
        }
        reserve();
        for (int offset = 0; offset < CODON; offset++) {
            if ((stops[offset] & FORWARD_STOP) == 0) {
                keep(offset, readForward(chunk, offset));
            }
            // A codon read from the other end starts at base length - 3 - offset.
            if ((stops[Math.floorMod(length - offset, CODON)] & REVERSE_STOP) == 0) {
                keep(CODON + offset, readReverse(chunk, offset));
            }
        }
        copyStrands(chunk);
        return kept;
    }

    /** The reason why no frame of the last chunk is kept. */
    public UnscoredReason reason() {
        if (kept != 0) {
            throw new IllegalStateException("the last chunk has " + Integer.bitCount(kept) + " frames to score");
        }
        if (length < CODON) {
            return UnscoredReason.TOO_SHORT;
        }
        return (stops[0] | stops[1] | stops[2]) != 0 ? UnscoredReason.NO_OPEN_FRAME : UnscoredReason.AMBIGUOUS;
    }

    /** The array that holds a kept frame's residues, starting at {@link #proteinStart}. */
    public byte[] proteinBytes() {
        return proteins;
    }

    public int proteinStart(Frame frame) {
        return frame.index() * proteinCapacity;
    }

    /** The residues of a kept frame. */
    public int proteinLength(Frame frame) {
        return proteinLengths[frame.index()];
    }

    /** The array that holds a kept frame's upper-case nucleotides, starting at {@link Frame#offset}. */
    public byte[] nucleotideBytes(Frame frame) {
        return frame.reverse() ? reverse : forward;
    }

    /** The number of nucleotides of a kept frame: its codons and up to one base more. */
    public int nucleotideLength(Frame frame) {
        return Math.min(length - frame.offset(), CODON * proteinLength(frame) + 1);
    }

    private void reserve() {
        if (length > capacity) {
            capacity = length;
            proteinCapacity = length / CODON;
            forward = new byte[capacity];
            reverse = new byte[capacity];
            proteins = new byte[Frame.ALL.size() * proteinCapacity];
        }
    }

    /** Sets {@link #stops}, three codons per step, until every frame of both strands has one. */
    private void findStops(byte[] chunk) {
        int stops0 = 0;
        int stops1 = 0;
        int stops2 = 0;
        int last = length - CODON;
        int i = 0;
        while (i + 2 <= last && (stops0 & stops1 & stops2) != BOTH_STOPS) {
            int a = BASE_CODES[chunk[i] & 0xff];
            int b = BASE_CODES[chunk[i + 1] & 0xff];
            int c = BASE_CODES[chunk[i + 2] & 0xff];
            int d = BASE_CODES[chunk[i + 3] & 0xff];
            int e = BASE_CODES[chunk[i + 4] & 0xff];
            stops0 |= STOPS[codon(a, b, c)];
            stops1 |= STOPS[codon(b, c, d)];
            stops2 |= STOPS[codon(c, d, e)];
            i += CODON;
        }
        stops0 |= i <= last ? STOPS[codon(chunk, i)] : 0;
        stops1 |= i + 1 <= last ? STOPS[codon(chunk, i + 1)] : 0;
        stops[0] = stops0;
        stops[1] = stops1;
        stops[2] = stops2;
    }

    /** Writes the residues of an open frame of the given strand and returns their number. */
    private int readForward(byte[] chunk, int offset) {
        int begin = offset * proteinCapacity;
        int end = begin;
        for (int i = offset; i <= length - CODON; i += CODON) {
            byte residue = RESIDUES[codon(chunk, i)];
            if (residue != GeneticCode.NOTHING) {
                proteins[end++] = residue;
            }
        }
        return end - begin;
    }

    /** Writes the residues of an open frame of the reverse complement and returns their number. */
    private int readReverse(byte[] chunk, int offset) {
        int begin = (CODON + offset) * proteinCapacity;
        int end = begin;
        for (int i = length - CODON - offset; i >= 0; i -= CODON) {
            byte residue = REVERSE_RESIDUES[codon(chunk, i)];
            if (residue != GeneticCode.NOTHING) {
                proteins[end++] = residue;
            }
        }
        return end - begin;
    }

    private void keep(int frame, int residues) {
        proteinLengths[frame] = residues;
        if (residues > 0) {
            kept |= 1 << frame;
        }
    }

    private void copyStrands(byte[] chunk) {
        if (Frame.anyForward(kept)) {
            for (int i = 0; i < length; i++) {
                forward[i] = UPPER_CASE[chunk[i] & 0xff];
            }
        }
        if (Frame.anyReverse(kept)) {
            for (int i = 0; i < length; i++) {
                reverse[i] = COMPLEMENTS[chunk[length - 1 - i] & 0xff];
            }
        }
    }

    private static int codon(byte[] chunk, int at) {
        return codon(BASE_CODES[chunk[at] & 0xff], BASE_CODES[chunk[at + 1] & 0xff], BASE_CODES[chunk[at + 2] & 0xff]);
    }

    private static int codon(int first, int second, int third) {
        return (first << (2 * SHIFT)) | (second << SHIFT) | third;
    }
}
