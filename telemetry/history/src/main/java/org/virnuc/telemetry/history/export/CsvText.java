package org.virnuc.telemetry.history.export;

import java.util.Collection;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.virnuc.files.VisibleText;

/**
 * Lines of CSV (RFC 4180) that are safe to open in a spreadsheet. Text has no invisible characters, and an apostrophe in
 * front where Excel or LibreOffice would take it for a formula.
 */
public final class CsvText {
    private static final String FORMULA = "=+-@";

    private CsvText() {}

    /** A line with its end. Null becomes an empty field; numbers and dates are written as they are. */
    public static String line(Collection<? extends @Nullable Object> values) {
        return values.stream().map(CsvText::field).collect(Collectors.joining(",", "", "\r\n"));
    }

    private static String field(@Nullable Object value) {
        String text = value instanceof String words ? plain(words) : Objects.toString(value, "");
        boolean quoted = text.chars().anyMatch(c -> c == '"' || c == ',' || c == '\n' || c == '\r');
        return quoted ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }

    private static String plain(String text) {
        String visible = VisibleText.whole(text);
        return !visible.isEmpty() && FORMULA.indexOf(visible.charAt(0)) >= 0 ? "'" + visible : visible;
    }
}
