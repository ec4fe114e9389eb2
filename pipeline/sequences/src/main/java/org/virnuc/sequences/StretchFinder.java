package org.virnuc.sequences;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Finds the longest stop-free stretches of a chunk. A stretch lies between two stops of one of the six frames, or between a stop
 * and an end of the chunk, and each of its codons consists of A, C, G and T. A frame without a stop is a stretch, too.
 *
 * <p>The nucleotides of a stretch are its codons and the one base that follows them, as those of a frame are. Memory is
 * allocated only for a chunk longer than any before. Not thread-safe.
 */
public final class StretchFinder {
    private static final byte[] BASE_CODES = GeneticCode.baseCodes();
    private static final byte[] RESIDUES = GeneticCode.residues();
    private static final byte[] UPPER_CASE = GeneticCode.upperCase();
    private static final byte[] COMPLEMENTS = GeneticCode.complements();
    private static final int SHIFT = GeneticCode.BASE_BITS;
    private static final int CODON = 3;

    private final Limits limits;
    private byte[] forward = {};
    private byte[] reverse = {};

    /** A finder of stretches within these limits. */
    public StretchFinder(Limits limits) {
        this.limits = limits;
    }

    /**
     * Which stretches of a chunk count.
     *
     * @param most stretches of a chunk
     * @param leastResidues of a stretch
     */
    public record Limits(int most, int leastResidues) {
        /** The three longest stretches of at least twenty residues: those that models were trained with. */
        public static final Limits DEFAULT = new Limits(3, 20);

        public Limits {
            if (most < 1 || leastResidues < 1) {
                throw new IllegalArgumentException(
                        "a chunk has at least one stretch of at least one residue: " + most + ", " + leastResidues);
            }
        }
    }

    /**
     * A stretch of a chunk.
     *
     * @param frame in which it has no stop
     * @param start its first base on the frame's strand, from 0
     * @param nucleotides in upper case
     * @param protein its residues, one letter each
     */
    public record Stretch(Frame frame, int start, String nucleotides, String protein) {
        /** Whether it is the whole frame of a chunk with this number of letters. */
        public boolean isFrame(long length) {
            return protein.length() == (length - frame.offset()) / CODON;
        }
    }

    /** A stretch whose letters have not been copied. */
    private record Place(Frame frame, int start, int residues) {}

    /**
     * Returns the longest stretches of the first {@code length} bytes of a chunk, of any case: the longest first, and of two
     * equally long ones that of the earlier {@link Frame}, then that nearer to the start of its strand.
     */
    public List<Stretch> find(byte[] chunk, int length) {
        copyStrands(chunk, length);
        List<Place> places = new ArrayList<>();
        for (Frame frame : Frame.ALL) {
            add(frame, length, places);
        }
        places.sort(Comparator.comparingInt(Place::residues).reversed());
        List<Stretch> longest = new ArrayList<>();
        for (Place place : places.subList(0, Math.min(limits.most(), places.size()))) {
            longest.add(stretch(place, length));
        }
        return longest;
    }

    /** Adds the stretches of one frame that are long enough. */
    private void add(Frame frame, int length, List<Place> places) {
        byte[] strand = strand(frame);
        int start = frame.offset();
        boolean readable = true;
        int at = start;
        for (; at <= length - CODON; at += CODON) {
            byte residue = RESIDUES[codon(strand, at)];
            if (residue == GeneticCode.STOP) {
                add(frame, start, at, readable, places);
                start = at + CODON;
                readable = true;
            } else {
                readable &= residue != GeneticCode.NOTHING;
            }
        }
        add(frame, start, at, readable, places);
    }

    private void add(Frame frame, int start, int end, boolean readable, List<Place> places) {
        int residues = (end - start) / CODON;
        if (readable && residues >= limits.leastResidues()) {
            places.add(new Place(frame, start, residues));
        }
    }

    private Stretch stretch(Place place, int length) {
        byte[] strand = strand(place.frame());
        byte[] protein = new byte[place.residues()];
        for (int i = 0; i < protein.length; i++) {
            protein[i] = RESIDUES[codon(strand, place.start() + CODON * i)];
        }
        int nucleotides = Math.min(length - place.start(), CODON * protein.length + 1);
        return new Stretch(
                place.frame(),
                place.start(),
                new String(strand, place.start(), nucleotides, StandardCharsets.ISO_8859_1),
                new String(protein, StandardCharsets.ISO_8859_1));
    }

    private byte[] strand(Frame frame) {
        return frame.reverse() ? reverse : forward;
    }

    private void copyStrands(byte[] chunk, int length) {
        if (length > forward.length) {
            forward = new byte[length];
            reverse = new byte[length];
        }
        for (int i = 0; i < length; i++) {
            forward[i] = UPPER_CASE[chunk[i] & 0xff];
            reverse[length - 1 - i] = COMPLEMENTS[chunk[i] & 0xff];
        }
    }

    private static int codon(byte[] strand, int at) {
        return (BASE_CODES[strand[at] & 0xff] << (2 * SHIFT))
                | (BASE_CODES[strand[at + 1] & 0xff] << SHIFT)
                | BASE_CODES[strand[at + 2] & 0xff];
    }
}
