package org.virnuc.telemetry.report;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.virnuc.files.VisibleText;

/** A table that can be rendered as aligned text or as Markdown. */
public final class Table {
    private static final int GAP = 2;
    private static final int AT_ONCE = 1 << 13;
    private static final char[] BLANKS = " ".repeat(64).toCharArray();

    private final List<String> header;
    private final int leftColumns;
    private final int firstOfNotes;
    private final int[] widths;

    /** The characters of all cells, concatenated. A list of runs has a million cells, too many for an object each. */
    private char[] letters = new char[1 << 10];

    private int[] ends = new int[1 << 6];
    private int cells;
    private int length;

    /**
     * Creates an empty table.
     *
     * @param leftColumns number of columns, from the first, that are aligned to the left; the others hold numbers and
     *     are aligned to the right
     */
    public Table(int leftColumns, List<String> header) {
        this(leftColumns, header, List.of());
    }

    /**
     * Creates an empty table whose last columns hold text.
     *
     * @param leftColumns number of columns, from the first, that are aligned to the left
     * @param header headings of these and of the columns with numbers
     * @param notes headings of the last columns, which are aligned to the left
     */
    public Table(int leftColumns, List<String> header, List<String> notes) {
        this.leftColumns = leftColumns;
        this.firstOfNotes = header.size();
        this.header = Stream.concat(header.stream(), notes.stream()).toList();
        this.widths = new int[this.header.size()];
        put(this.header);
    }

    /** Adds a row, which must have as many cells as the header. */
    public void add(List<String> row) {
        if (row.size() != header.size()) {
            throw new IllegalArgumentException(row.size() + " cells under " + header.size() + " headings: " + row);
        }
        put(row);
    }

    private void put(List<String> row) {
        for (int column = 0; column < widths.length; column++) {
            String cell = visible(row.get(column));
            int end = length + cell.length();
            if (end > letters.length) {
                letters = Arrays.copyOf(letters, Math.max(end, 2 * letters.length));
            }
            if (cells == ends.length) {
                ends = Arrays.copyOf(ends, 2 * cells);
            }
            cell.getChars(0, cell.length(), letters, length);
            length = end;
            ends[cells++] = end;
            widths[column] = Math.max(widths[column], cell.length());
        }
    }

    /** Returns whether the table has no rows. */
    public boolean isEmpty() {
        return cells == widths.length;
    }

    /** Returns the table as text with columns padded by blanks, without trailing blanks. */
    public String text() {
        StringWriter text = new StringWriter();
        writeTo(text);
        return text.toString();
    }

    /** Writes the table as {@link #text} returns it. */
    public void writeTo(Writer out) {
        StringBuilder lines = new StringBuilder();
        try {
            for (int cell = 0; cell < cells; cell += widths.length) {
                addLine(lines, cell);
                if (lines.length() > AT_ONCE || cell + widths.length == cells) {
                    out.append(lines);
                    lines.setLength(0);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the table in Markdown. */
    public String markdown() {
        StringBuilder page = new StringBuilder(markdown(header));
        for (int column = 0; column < header.size(); column++) {
            page.append(isText(column) ? "|---" : "|---:");
        }
        page.append("|\n");
        for (int cell = widths.length; cell < cells; cell += widths.length) {
            page.append(markdown(row(cell)));
        }
        return page.toString();
    }

    private void addLine(StringBuilder text, int firstCell) {
        int start = text.length();
        for (int column = 0; column < widths.length; column++) {
            int begin = begin(firstCell + column);
            int size = ends[firstCell + column] - begin;
            int before = isText(column) ? 0 : widths[column] - size;
            pad(text, (column == 0 ? 0 : GAP) + before);
            text.append(letters, begin, size);
            pad(text, widths[column] - size - before);
        }
        int end = text.length();
        while (end > start && Character.isWhitespace(text.charAt(end - 1))) {
            end--;
        }
        text.setLength(end);
        text.append('\n');
    }

    private boolean isText(int column) {
        return column < leftColumns || column >= firstOfNotes;
    }

    private static void pad(StringBuilder text, int blanks) {
        for (int left = blanks; left > 0; left -= BLANKS.length) {
            text.append(BLANKS, 0, Math.min(left, BLANKS.length));
        }
    }

    private int begin(int cell) {
        return cell == 0 ? 0 : ends[cell - 1];
    }

    private List<String> row(int firstCell) {
        return IntStream.range(firstCell, firstCell + widths.length)
                .mapToObj(cell -> new String(letters, begin(cell), ends[cell] - begin(cell)))
                .toList();
    }

    private static String markdown(List<String> row) {
        return row.stream().map(Table::escape).collect(Collectors.joining(" | ", "| ", " |\n"));
    }

    /** Makes a cell one visible line: line ends become blanks. */
    private static String visible(String cell) {
        String line = cell.indexOf('\n') < 0 && cell.indexOf('\r') < 0 ? cell : cell.replaceAll("\\R", " ");
        return VisibleText.whole(line);
    }

    /** Escapes backslashes and vertical bars. */
    private static String escape(String cell) {
        return cell.replace("\\", "\\\\").replace("|", "\\|");
    }
}
