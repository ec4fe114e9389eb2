package org.virnuc.sequences;

import htsjdk.samtools.SAMRecord;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A FASTQ read in the direction of sequencing.
 *
 * @param number position of the read in its file
 * @param name name without the mate number, unless the file includes it in the name
 * @param mate 1 or 2, or 0 for an unpaired read
 * @param qualities one character per base
 */
@SuppressWarnings("ArrayRecordComponent") // millions of them; nobody compares them
record FastqRead(long number, String name, int mate, byte[] bases, byte[] qualities) {
    private static final int OBJECT_BYTES = 160;

    static FastqRead of(long number, SAMRecord read) {
        return new FastqRead(
                number, read.getReadName(), ReadText.mate(read), ReadText.bases(read), ReadText.qualities(read));
    }

    /** The name shared by both mates of a pair. */
    String pair() {
        String suffix = "/" + mate;
        return name.endsWith(suffix) ? name.substring(0, name.length() - suffix.length()) : name;
    }

    /** The approximate size on the heap in bytes. */
    int size() {
        return OBJECT_BYTES + name.length() + bases.length + qualities.length;
    }

    /** The read as a line that {@link SortedLines} sorts by pair, then by number. */
    String line() {
        return String.format(Locale.ROOT, "%s\t%019d\t%s\t%d\t", pair(), number, name, mate)
                + new String(bases, StandardCharsets.ISO_8859_1) + "\t"
                + new String(qualities, StandardCharsets.ISO_8859_1);
    }

    /** Parses a line written by {@link #line}. */
    static FastqRead ofLine(String line) {
        String[] fields = line.split("\t", -1);
        return new FastqRead(
                Long.parseLong(fields[1]),
                fields[2],
                Integer.parseInt(fields[3]),
                fields[4].getBytes(StandardCharsets.ISO_8859_1),
                fields[5].getBytes(StandardCharsets.ISO_8859_1));
    }

    void write(OutputStream out) throws IOException {
        out.write('@');
        out.write(name.getBytes(StandardCharsets.ISO_8859_1));
        out.write('\n');
        out.write(bases);
        out.write('\n');
        out.write('+');
        out.write('\n');
        out.write(qualities);
        out.write('\n');
    }
}
