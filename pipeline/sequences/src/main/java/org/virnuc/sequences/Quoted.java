package org.virnuc.sequences;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Text of the user's data as a message may show it: in quotes, on one line, printable, not too long, and never a sequence. What stands
 * in quotes is what {@code --no-sensitive-logs} takes out, so every message that names a record or repeats a line uses this.
 */
public final class Quoted {
    private static final int SHOWN_CHARACTERS = 40;
    /** Four letters may still be a word that helps; more of an alphabet are a sequence, and so is what no word is as long as. */
    private static final Pattern SEQUENCE =
            Pattern.compile("^(?:[ACDEFGHIKLMNPQRSTVWYBXZU*.-]{5,}|[acgtun*.-]{5,})$|\\p{Alpha}{20,}");

    private static final Pattern BETWEEN_LETTERS = Pattern.compile("[\\s\\d]+");

    private Quoted() {}

    /** The first {@code length} bytes. */
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

    /** An id, or a line of a file that holds no sequences. */
    public static String of(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        return of(bytes, bytes.length);
    }

    /** Any line of a user's file: one that looks like a sequence is described, not shown. */
    static String line(byte[] text, int length) {
        String line = new String(text, 0, length, StandardCharsets.ISO_8859_1);
        boolean sequence = BETWEEN_LETTERS.splitAsStream(line).anyMatch(word -> SEQUENCE.matcher(word)
                .find());
        return sequence ? "a line of sequence" : of(text, length);
    }
}
