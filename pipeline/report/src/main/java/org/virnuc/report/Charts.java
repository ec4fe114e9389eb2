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
 * The pictures of a page. Each has a place in the markup, and its figures go into one block of JSON from which the page's script draws them
 * with the charting library. Without the script a place is empty, so what it shows also stands in words or in a table.
 */
final class Charts {
    private static final ObjectMapper JSON = json();

    private final List<Object> pictures = new ArrayList<>();

    /**
     * Makes room for a picture.
     *
     * @param kind the class of the place, which has its height and is how the script draws it
     * @param title what it shows, read out to those who cannot see it
     * @param figures what the script is given; a record
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

    /** What there is to draw. */
    enum Kind {
        /** Upright bars on top of each other. */
        BARS,
        /** Lying bars, the first one at the top. */
        ROWS,
        /** One lying bar, for the parts of a whole. */
        WHOLE,
        RELIABILITY,
        /** A record along its bases. */
        TRACK;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private record Picture(String kind, Object figures) {}

    /** The pictures as JSON that may stand between the tags of a script: nothing in it ends one or begins a comment. */
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

    /** Also writes as escapes what markup begins with, and what only JSON takes for no end of a line. */
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
