package org.virnuc.sequences;

import htsjdk.samtools.SAMException;
import htsjdk.samtools.SAMFileHeader;
import htsjdk.samtools.SAMReadGroupRecord;
import htsjdk.samtools.SAMSequenceDictionary;
import htsjdk.samtools.SAMSequenceRecord;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The header of a BAM, SAM or CRAM file, interpreted as samtools does: lines about reads and contigs are parsed, and
 * all others are kept without validation. The library rejects some contig names and all duplicate names, so it receives
 * substitutes for those.
 */
final class AlignmentHeader {
    private static final byte[] MAGIC = "BAM\u0001".getBytes(StandardCharsets.ISO_8859_1);
    private static final String CONTIG_LINE = "@SQ\t";
    private static final String GROUP_LINE = "@RG\t";
    private static final String STAND_IN = "~";
    private static final int MOST_DIGITS = 18;

    private final byte[] text;
    private final List<Contig> contigs;
    private final Map<String, Integer> places = new HashMap<>();
    private final Map<String, String> standIns = new HashMap<>();
    private final SAMFileHeader forLibrary;

    /**
     * A reference sequence that reads can be aligned to.
     *
     * @param length length in bases
     * @param md5 MD5 of its bases, if the header states it
     */
    record Contig(String name, long length, Optional<String> md5) {
        /** Creates a contig as in BAM's binary list, without an MD5. */
        Contig(String name, long length) {
            this(name, length, Optional.empty());
        }
    }

    private AlignmentHeader(byte[] text, List<Contig> contigs, List<String> readGroups) {
        this.text = text;
        this.contigs = contigs;
        for (int i = 0; i < contigs.size(); i++) {
            places.putIfAbsent(contigs.get(i).name(), i);
        }
        List<SAMSequenceRecord> sequences = new ArrayList<>();
        for (int i = 0; i < contigs.size(); i++) {
            sequences.add(forLibrary(contigs.get(i), i));
        }
        this.forLibrary = new SAMFileHeader(new SAMSequenceDictionary(sequences));
        Set<String> known = new HashSet<>();
        for (String group : readGroups) {
            String unique = group;
            while (!known.add(unique)) {
                unique += STAND_IN;
            }
            forLibrary.addReadGroup(new SAMReadGroupRecord(unique));
        }
    }

    /**
     * Parses the header of SAM or CRAM.
     *
     * @throws InputException naming the line, if a contig line is incomplete
     */
    static AlignmentHeader of(byte[] text, AlignmentFault fault) {
        return of(text, List.of(), fault);
    }

    /**
     * Parses the header of BAM. {@code listed} are the contigs of the binary list, to which its records refer by index.
     */
    static AlignmentHeader of(byte[] text, List<Contig> listed, AlignmentFault fault) {
        List<Contig> contigs = new ArrayList<>();
        List<String> readGroups = new ArrayList<>();
        Iterator<String> lines =
                new String(text, StandardCharsets.ISO_8859_1).lines().iterator();
        for (int number = 1; lines.hasNext(); number++) {
            String line = lines.next();
            if (line.startsWith(CONTIG_LINE)) {
                contigs.add(contig(line, number, fault));
            } else if (line.startsWith(GROUP_LINE)) {
                field(line, "ID").ifPresent(readGroups::add);
            }
        }
        if (contigs.isEmpty()) {
            return new AlignmentHeader(text, List.copyOf(listed), readGroups);
        }
        if (!listed.isEmpty() && contigs.size() != listed.size()) {
            throw fault.twoLists(contigs.size(), listed.size());
        }
        return new AlignmentHeader(text, contigs, readGroups);
    }

    int contigCount() {
        return contigs.size();
    }

    Contig contig(int place) {
        return contigs.get(place);
    }

    /** The index of a contig; -1 if the header does not name it. */
    int place(String name) {
        return places.getOrDefault(name, -1);
    }

    /** The library's name of a contig. */
    String forLibrary(String name) {
        return standIns.getOrDefault(name, name);
    }

    /** Whether the library uses substitute names for some contigs. */
    boolean hasStandIns() {
        return !standIns.isEmpty();
    }

    /** The header in the library's form. */
    SAMFileHeader forLibrary() {
        return forLibrary;
    }

    /** Writes the header of decompressed BAM. */
    void writeBam(OutputStream out) throws IOException {
        out.write(MAGIC);
        out.write(number(text.length));
        out.write(text);
        out.write(number(contigs.size()));
        for (Contig contig : contigs) {
            byte[] name = (contig.name() + '\0').getBytes(StandardCharsets.ISO_8859_1);
            out.write(number(name.length));
            out.write(name);
            out.write(number((int) Math.min(contig.length(), Integer.MAX_VALUE)));
        }
    }

    private static byte[] number(int value) {
        return ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array();
    }

    private SAMSequenceRecord forLibrary(Contig contig, int place) {
        String name = contig.name();
        if (place(name) != place || isRefused(name)) {
            name = STAND_IN + place;
            while (places.containsKey(name)) {
                name += STAND_IN;
            }
            if (place(contig.name()) == place) {
                standIns.put(contig.name(), name);
            }
        }
        SAMSequenceRecord sequence = new SAMSequenceRecord(name, (int) Math.min(contig.length(), Integer.MAX_VALUE));
        contig.md5().ifPresent(sequence::setMd5);
        return sequence;
    }

    private static boolean isRefused(String name) {
        try {
            SAMSequenceRecord.validateSequenceName(name);
            return false;
        } catch (SAMException refused) {
            return true;
        }
    }

    private static Contig contig(String line, int number, AlignmentFault fault) {
        String name = field(line, "SN").orElseThrow(() -> fault.headerLine(number, "a sequence without a name (SN)"));
        String length = field(line, "LN")
                .filter(digits ->
                        digits.length() <= MOST_DIGITS && digits.chars().allMatch(c -> c >= '0' && c <= '9'))
                .orElseThrow(() -> fault.headerLine(number, "a sequence without a length in bases (LN)"));
        return new Contig(name, Long.parseLong(length), field(line, "M5"));
    }

    private static Optional<String> field(String line, String tag) {
        for (String field : line.split("\t", -1)) {
            if (field.startsWith(tag) && field.startsWith(":", tag.length()) && field.length() > tag.length() + 1) {
                return Optional.of(field.substring(tag.length() + 1));
            }
        }
        return Optional.empty();
    }
}
