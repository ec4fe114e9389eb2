package org.virnuc.sequences;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Formats user data for a message: quoted, on one line, printable, shortened, and never a sequence. Redaction removes
 * quoted text, so every message that names a record or repeats a line must use this class.
 */
public final class Quoted {
    private static final int SHOWN_CHARACTERS = 40;
    /**
     * Up to four letters may be a helpful word; longer runs of an alphabet, and text longer than any word, count as a
     * sequence.
     */
    private static final Pattern SEQUENCE =
            Pattern.compile("^(?:[ACDEFGHIKLMNPQRSTVWYBXZU*.-]{5,}|[acgtun*.-]{5,})$|\\p{Alpha}{20,}");

    private static final Pattern BETWEEN_LETTERS = Pattern.compile("[\\s\\d]+");

    private Quoted() {}

    /** Formats the first {@code length} bytes. */
    public static String of(byte[] text, int length) {
        StringBuilder shown = new StringBuilder("'");
        for (int i = 0; i < Math.min(length, SHOWN_CHARACTERS); i++) {
            int b = text[i] & 0xff;
            if (b >= ' ' && b < 0x7f && b != '\'') {
                shown.append((char) b);
            } else {
                shown.append(String.format("\\x%02x", b));
            }
        }
        return shown.append(length > SHOWN_CHARACTERS ? "...'" : "'").toString();
    }

    /** Formats an id, or a line of a file that contains no sequences. */
    public static String of(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        return of(bytes, bytes.length);
    }

    /** Formats any line of a user's file. A line that looks like a sequence is described instead of shown. */
    static String line(byte[] text, int length) {
        String line = new String(text, 0, length, StandardCharsets.ISO_8859_1);
        boolean sequence = BETWEEN_LETTERS.splitAsStream(line).anyMatch(word -> SEQUENCE.matcher(word)
                .find());
        return sequence ? "a line of sequence" : of(text, length);
    }
}
