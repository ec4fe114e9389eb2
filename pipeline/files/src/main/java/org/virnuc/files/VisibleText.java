package org.virnuc.files;

/**
 * Makes text from files, servers and users safe to print in a terminal, a log or a report. Characters that would move the
 * cursor, ring the bell, start a new line or reverse the reading order are written as a backslash, {@code u} and their
 * number; overlong text is cut. Every place that prints text which the program did not write uses this class.
 */
public final class VisibleText {
    /** Limit of characters in a message; nobody reads longer ones. */
    private static final int LONGEST = 4000;

    private VisibleText() {}

    /** A message as one line of at most 4,000 characters, all of them visible. */
    public static String of(String text) {
        return of(text, LONGEST);
    }

    /** Text of any length as one line, all characters of which are visible. */
    public static String whole(String text) {
        return of(text, Integer.MAX_VALUE);
    }

    /** Text of several lines, whose line feeds and tabs stay as they are; all other characters are visible. */
    public static String lines(String text) {
        if (text.chars().allMatch(c -> isPlain(c) || isLayout(c))) {
            return text;
        }
        StringBuilder visible = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(character -> {
            if (isLayout(character)) {
                visible.append((char) character);
            } else {
                append(character, visible);
            }
        });
        return visible.toString();
    }

    /** Text of at most {@code longest} characters, all of them visible; {@code ...} marks a cut. */
    public static String of(String text, int longest) {
        if (text.length() <= longest && text.chars().allMatch(VisibleText::isPlain)) {
            return text; // most of what is printed
        }
        StringBuilder visible = new StringBuilder(Math.min(text.length(), longest) + 16);
        for (int i = 0; i < text.length(); ) {
            if (i >= longest) {
                return visible.append("...").toString();
            }
            int character = text.codePointAt(i);
            append(character, visible);
            i += Character.charCount(character);
        }
        return visible.toString();
    }

    /**
     * Whether a character is shown as itself. Control characters, unpaired surrogates, separators of lines and characters
     * that change the reading order are not.
     */
    public static boolean isVisible(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }

    private static void append(int character, StringBuilder to) {
        if (isVisible(character)) {
            to.appendCodePoint(character);
        } else {
            to.append(String.format("\\u%04x", character));
        }
    }

    private static boolean isPlain(int character) {
        return character >= ' ' && character <= '~';
    }

    private static boolean isLayout(int character) {
        return character == '\n' || character == '\t';
    }
}
