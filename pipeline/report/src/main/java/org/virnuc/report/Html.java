package org.virnuc.report;

import com.google.errorprone.annotations.CompileTimeConstant;
import org.virnuc.files.VisibleText;

/**
 * Markup being written. Markup itself can only be a constant of the program; everything else goes through {@link #text}, which
 * makes it harmless in content and in quoted attributes, and never stands in a script or a style.
 */
final class Html {
    private static final char UNSHOWN = '\ufffd';

    private final StringBuilder out = new StringBuilder();

    /** Appends constant markup. */
    Html markup(@CompileTimeConstant final String markup) {
        out.append(markup);
        return this;
    }

    /** Appends an integer inside markup. */
    Html number(long value) {
        out.append(value);
        return this;
    }

    /** Appends text of any origin, escaped. */
    Html text(String text) {
        text.codePoints().forEach(this::character);
        return this;
    }

    /** Appends a paragraph of text. */
    Html paragraph(String text) {
        return markup("<p>").text(text).markup("</p>\n");
    }

    /** Appends a table cell with text. */
    Html cell(String text) {
        return markup("<td>").text(text).markup("</td>");
    }

    /** Appends a table cell that shows a text and is sorted by a number. */
    Html cell(long value, String shown) {
        return markup("<td class=\"n\" data-v=\"")
                .number(value)
                .markup("\">")
                .text(shown)
                .markup("</td>");
    }

    /** Appends other markup. */
    Html append(Html other) {
        out.append(other.out);
        return this;
    }

    private void character(int c) {
        switch (c) {
            case '&' -> out.append("&amp;");
            case '<' -> out.append("&lt;");
            case '>' -> out.append("&gt;");
            case '"' -> out.append("&quot;");
            case '\'' -> out.append("&#39;");
            default -> out.appendCodePoint(VisibleText.isVisible(c) ? c : UNSHOWN);
        }
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
