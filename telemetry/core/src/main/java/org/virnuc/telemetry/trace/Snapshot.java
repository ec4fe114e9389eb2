package org.virnuc.telemetry.trace;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a trace keeps of a payload: enough to recognise it, never so much that it fills a disk, and no sequences. Text is cut, lists too,
 * and letters in a row that no language has in a word are replaced by their number.
 */
final class Snapshot {
    /** Characters of a text that are kept. */
    static final int TEXT = 200;

    /** Elements of a list that are kept. */
    static final int LIST = 10;

    /** Nucleotides, residues, gaps and stops; long names of classes have dots, hashes have digits. */
    private static final Pattern SEQUENCE = Pattern.compile("[A-Za-z*-]{40,}");

    private Snapshot() {}

    /** The text, cut. */
    static String of(String text) {
        String without = text.length() < 40
                ? text
                : SEQUENCE.matcher(text).replaceAll(match -> "[" + match.group().length() + " letters]");
        return without.length() <= TEXT
                ? without
                : without.substring(0, TEXT) + "... (" + (without.length() - TEXT) + " more)";
    }

    /** Numbers and booleans as they are, text and lists cut. */
    static Object of(Object detail) {
        if (detail instanceof String text) {
            return of(text);
        }
        if (detail instanceof List<?> list) {
            List<Object> kept = new ArrayList<>();
            for (Object element : list.subList(0, Math.min(LIST, list.size()))) {
                kept.add(of(element));
            }
            if (list.size() > LIST) {
                kept.add("... (" + (list.size() - LIST) + " more)");
            }
            return kept;
        }
        return detail;
    }
}
