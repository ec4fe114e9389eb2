package org.virnuc.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The charts of a page. Each has a placeholder in the markup, and its data is part of one block of JSON, from which the
 * page's script draws all charts. Without the script a placeholder stays empty, so the page also shows the numbers in
 * words or tables.
 */
final class Charts {
    private static final ObjectMapper JSON = json();

    private final List<Object> pictures = new ArrayList<>();

    /**
     * Adds the placeholder of a chart.
     *
     * @param kind kind of chart, which decides its height and how it is drawn
     * @param title description of the chart for screen readers
     * @param figures data of the chart; a record
     */
    void place(Html html, Kind kind, String title, Object figures) {
        html.markup("<div class=\"chart ")
                .text(kind.word())
                .markup("\" role=\"img\" data-chart=\"")
                .number(pictures.size())
                .markup("\" aria-label=\"")
                .text(title)
                .markup("\"></div>");
        pictures.add(new Picture(kind.word(), figures));
    }

    /** The kinds of charts. */
    enum Kind {
        /** Stacked vertical bars. */
        BARS,
        /** Horizontal bars, the first at the top. */
        ROWS,
        /** One horizontal bar for the parts of a whole. */
        WHOLE,
        RELIABILITY,
        /** A record along its bases. */
        TRACK;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private record Picture(String kind, Object figures) {}

    /** The data of all charts as JSON that is safe inside a script element. */
    String block() {
        try {
            return JSON.writeValueAsString(pictures);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("figures and words can always be written", e);
        }
    }

    private static ObjectMapper json() {
        ObjectMapper mapper = JsonMapper.builder().build();
        mapper.getFactory().setCharacterEscapes(new NoMarkup());
        return mapper;
    }

    /**
     * Also escapes characters that start markup, and the line separators that JSON allows but scripts may not contain.
     */
    private static final class NoMarkup extends CharacterEscapes {
        private static final long serialVersionUID = 1;
        private static final int LINE_SEPARATOR = 0x2028;
        private static final int PARAGRAPH_SEPARATOR = 0x2029;

        private final int[] ascii = standardAsciiEscapesForJSON();

        NoMarkup() {
            for (char c : "<>&'".toCharArray()) {
                ascii[c] = ESCAPE_STANDARD;
            }
        }

        @Override
        public int[] getEscapeCodesForAscii() {
            return ascii.clone();
        }

        @Override
        public @Nullable SerializableString getEscapeSequence(int c) {
            return c == LINE_SEPARATOR || c == PARAGRAPH_SEPARATOR
                    ? new SerializedString(String.format(Locale.ROOT, "\\u%04x", c))
                    : null;
        }
    }
}
