package org.virnuc.telemetry.trace;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Shortens a payload for a trace: enough remains to recognise it, but never so much that it fills a disk, and no
 * sequences. Text and lists are cut, and a run of letters longer than any word is replaced by its length.
 */
final class Snapshot {
    /** Characters of a text that are kept. */
    static final int TEXT = 200;

    /** Elements of a list that are kept. */
    static final int LIST = 10;

    /**
     * Matches nucleotides, residues, gaps and stops. Long class names contain dots, and hashes contain digits, so they
     * do not match.
     */
    private static final Pattern SEQUENCE = Pattern.compile("[A-Za-z*-]{40,}");

    private Snapshot() {}

    /** Shortens a text. */
    static String of(String text) {
        String without = text.length() < 40
                ? text
                : SEQUENCE.matcher(text).replaceAll(match -> "[" + match.group().length() + " letters]");
        return without.length() <= TEXT
                ? without
                : without.substring(0, TEXT) + "... (" + (without.length() - TEXT) + " more)";
    }

    /** Shortens text and lists; numbers and booleans stay as they are. */
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
