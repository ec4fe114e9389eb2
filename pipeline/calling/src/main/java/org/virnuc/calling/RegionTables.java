package org.virnuc.calling;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;

/**
 * {@code regions.bed} and {@code regions.gff3}: the same intervals, 0-based without the end there, 1-based with it here. A
 * region's name holds the record's number over all inputs, as ids need not differ.
 */
final class RegionTables {
    private static final int BED_SCORE = 1000;
    private static final String GFF_HEADER = "##gff-version 3\n";
    /** Letters of a sequence id that GFF3 allows beside letters and digits; all others are written as %xx. */
    private static final String GFF_SIGNS = ".:^*$@!+_?-|";

    private final TextOutput bed;
    private final TextOutput gff;

    RegionTables(OutputStream bed, OutputStream gff) {
        this.bed = new TextOutput(bed);
        this.gff = new TextOutput(gff);
        this.gff.text().append(GFF_HEADER);
    }

    /** The name of a region: the record's number, and the region's in it, both from 1. */
    static String name(RecordScores record, int region) {
        return "region_" + record.number() + "_" + region;
    }

    void add(RecordScores record, Region region, String name) throws IOException {
        chromosome(record.id(), bed.text());
        bed.text().append('\t').append(region.start()).append('\t').append(region.end());
        bed.text().append('\t').append(name).append('\t').append(Math.round(region.score() * BED_SCORE));
        bed.text().append("\t.\n");
        bed.lineDone();
        StringBuilder line = gff.text();
        escape(record.id(), line);
        line.append("\tVirNuc\tbiological_region\t")
                .append(region.start() + 1)
                .append('\t')
                .append(region.end());
        line.append('\t');
        Decimals.append(region.score(), line);
        line.append("\t.\t.\tID=").append(name).append(";Name=").append(name).append(";kind=viral");
        line.append(";record=")
                .append(record.number())
                .append(";chunks_scored=")
                .append(region.scoredChunks());
        long scored = record.scoredBases(region.start(), region.end());
        line.append(";bases_scored=").append(scored).append(";coverage=");
        Decimals.append((double) scored / region.length(), line);
        line.append('\n');
        gff.lineDone();
    }

    void flush() throws IOException {
        bed.flush();
        gff.flush();
    }

    /** Readers of BED take a line that begins with # for a comment, so an id that does is written as in GFF3. */
    private static void chromosome(String id, StringBuilder line) {
        if (id.startsWith("#")) {
            escape(id, line);
        } else {
            line.append(id);
        }
    }

    private static void escape(String id, StringBuilder line) {
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            boolean plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (plain || GFF_SIGNS.indexOf(c) >= 0) {
                line.append(c);
            } else {
                line.append('%').append(String.format(Locale.ROOT, "%02X", (int) c));
            }
        }
    }
}
