package org.virnuc.models;

/**
 * Text that comes out of files or from servers, made fit for a terminal, a log or a report: what would move the cursor, ring the
 * bell, begin a line or reverse the reading order is written as a backslash, {@code u} and its number, and what is too long is cut.
 */
public final class VisibleText {
    /** Characters of a message; longer ones are read by nobody. */
    private static final int LONGEST = 4000;

    private VisibleText() {}

    /** A message in one line of at most 4,000 characters, with all of them visible. */
    public static String of(String text) {
        return of(text, LONGEST);
    }

    /** A text of at most so many characters, with all of them visible; {@code ...} stands for what is cut. */
    public static String of(String text, int longest) {
        StringBuilder visible = new StringBuilder(Math.min(text.length(), longest) + 16);
        for (int i = 0; i < text.length(); ) {
            if (i >= longest) {
                return visible.append("...").toString();
            }
            int character = text.codePointAt(i);
            if (isVisible(character)) {
                visible.appendCodePoint(character);
            } else {
                visible.append(String.format("\\u%04x", character));
            }
            i += Character.charCount(character);
        }
        return visible.toString();
    }

    private static boolean isVisible(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
