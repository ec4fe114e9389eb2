package org.virnuc.telemetry.dashboard;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.virnuc.files.VisibleText;

/**
 * Builds HTML. Text from runs is escaped wherever it is inserted, so no name, path or message of a run can become markup.
 * Invisible characters, with which text could hide its true order, are shown as U+FFFD.
 */
final class Html {
    private static final char UNSHOWN = '\ufffd';

    private final StringBuilder out = new StringBuilder(8192);

    /** Appends markup of this program. */
    Html raw(String markup) {
        out.append(markup);
        return this;
    }

    /** Appends text. Nothing is appended for null. */
    Html text(@Nullable Object value) {
        out.append(escape(Objects.toString(value, "")));
        return this;
    }

    /** Appends an element that contains text. */
    Html element(String tag, String attributes, @Nullable Object content) {
        return raw("<" + tag + (attributes.isEmpty() ? "" : " " + attributes) + ">")
                .text(content)
                .raw("</" + tag + ">");
    }

    /** Appends a row of a table that has a header cell and a cell with text. */
    Html fact(String name, @Nullable Object value) {
        return raw("<tr><th scope=\"row\">")
                .text(name)
                .raw("</th><td>")
                .text(value)
                .raw("</td></tr>");
    }

    /** Returns an attribute with its value. */
    static String attribute(String name, @Nullable Object value) {
        return name + "=\"" + escape(Objects.toString(value, "")) + "\"";
    }

    static String escape(String text) {
        StringBuilder safe = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(point -> {
            switch (point) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                case '\'' -> safe.append("&#39;");
                default -> safe.appendCodePoint(isShown(point) ? point : UNSHOWN);
            }
        });
        return safe.toString();
    }

    private static boolean isShown(int point) {
        return VisibleText.isVisible(point) || point == '\n' || point == '\t';
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
