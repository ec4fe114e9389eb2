package org.virnuc.sequences;

import java.util.List;

/** The six reading frames in output order: three of the given strand, three of its reverse complement. */
public enum Frame {
    F1(0),
    F2(1),
    F3(2),
    R1(3),
    R2(4),
    R3(5);

    /** All frames, in order. */
    public static final List<Frame> ALL = List.of(values());

    private static final int FRAMES_PER_STRAND = 3;
    private static final int FORWARD_MASK = (1 << FRAMES_PER_STRAND) - 1;

    private final int index;

    Frame(int index) {
        this.index = index;
    }

    /** The position in the order, from 0. */
    public int index() {
        return index;
    }

    /** The bit of this frame in a mask. */
    public int bit() {
        return 1 << index;
    }

    /** Whether a mask contains this frame. */
    public boolean in(int mask) {
        return (mask & bit()) != 0;
    }

    /** Whether a mask contains a frame of the given strand. */
    static boolean anyForward(int mask) {
        return (mask & FORWARD_MASK) != 0;
    }

    /** Whether a mask contains a frame of the reverse complement. */
    static boolean anyReverse(int mask) {
        return mask >> FRAMES_PER_STRAND != 0;
    }

    /** Whether this frame reads the reverse complement. */
    public boolean reverse() {
        return index >= FRAMES_PER_STRAND;
    }

    /** The number of bases on its strand before its first codon. */
    public int offset() {
        return index % FRAMES_PER_STRAND;
    }

    /** The suffix that is appended to the chunk's id. */
    public String suffix() {
        return name();
    }
}
