package org.virnuc.sequences;

import htsjdk.samtools.SAMRecord;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A read as sequenced: its id with the mate number, and its bases in the direction of sequencing. */
final class ReadText {
    private static final String FORWARD = "ACGTUacgtuRYKMBVDHrykmbvdh";
    private static final String REVERSE = "TGCAAtgcaaYRMKVBHDyrmkvbhd";
    private static final byte[] COMPLEMENTS = complements();
    private static final int FIRST_QUALITY = '!';
    private static final int LAST_QUALITY = '~';

    /** The quality that samtools writes for each base of a read without qualities. */
    private static final byte NO_QUALITY = 'B';

    private ReadText() {}

    /** 1 or 2 for the mates of a pair, 0 for a read that is neither or both. */
    static int mate(SAMRecord read) {
        if (!read.getReadPairedFlag() || read.getFirstOfPairFlag() == read.getSecondOfPairFlag()) {
            return 0;
        }
        return read.getFirstOfPairFlag() ? 1 : 2;
    }

    /** The name, with {@code /1} or {@code /2} appended for mates unless it already ends with it. */
    static String id(SAMRecord read) {
        int mate = mate(read);
        String suffix = "/" + mate;
        String name = read.getReadName();
        return mate == 0 || name.endsWith(suffix) ? name : name + suffix;
    }

    /**
     * The bases in the direction of sequencing: the reverse complement of the record if the read lies on the reverse
     * strand.
     */
    static byte[] bases(SAMRecord read) {
        byte[] bases = read.getReadBases();
        if (!read.getReadNegativeStrandFlag()) {
            return bases;
        }
        byte[] turned = new byte[bases.length];
        for (int i = 0; i < bases.length; i++) {
            turned[i] = COMPLEMENTS[bases[bases.length - 1 - i] & 0xff];
        }
        return turned;
    }

    /**
     * The qualities in the direction of sequencing, encoded as in FASTQ; {@code B} for each base if the read has none.
     */
    static byte[] qualities(SAMRecord read) {
        byte[] qualities = read.getBaseQualities();
        byte[] text = new byte[read.getReadLength()];
        if (qualities.length == 0) {
            Arrays.fill(text, NO_QUALITY);
            return text;
        }
        boolean turned = read.getReadNegativeStrandFlag();
        for (int i = 0; i < text.length; i++) {
            int quality = qualities[turned ? text.length - 1 - i : i] & 0xff;
            text[i] = (byte) Math.min(FIRST_QUALITY + quality, LAST_QUALITY);
        }
        return text;
    }

    private static byte[] complements() {
        byte[] table = new byte[256];
        for (int b = 0; b < table.length; b++) {
            table[b] = (byte) b;
        }
        byte[] from = FORWARD.getBytes(StandardCharsets.US_ASCII);
        byte[] to = REVERSE.getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < from.length; i++) {
            table[from[i]] = to[i];
        }
        return table;
    }
}
