package org.virnuc.models;

/**
 * Makes text from files and servers safe to print in a terminal, a log or a report. Characters that would move the
 * cursor, ring the bell, start a new line or reverse the reading order are written as a backslash, {@code u} and their
 * number; overlong text is cut.
 */
public final class VisibleText {
    /** Limit of characters in a message; nobody reads longer ones. */
    private static final int LONGEST = 4000;

    private VisibleText() {}

    /** A message as one line of at most 4,000 characters, all of them visible. */
    public static String of(String text) {
        return of(text, LONGEST);
    }

    /** Text of at most {@code longest} characters, all of them visible; {@code ...} marks a cut. */
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
