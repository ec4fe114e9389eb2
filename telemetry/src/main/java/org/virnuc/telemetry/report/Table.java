package org.virnuc.telemetry.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Rows under a header, as aligned text or as Markdown. */
public final class Table {
    private static final String GAP = "  ";

    private final List<String> header;
    private final int leftColumns;
    private final List<List<String>> rows = new ArrayList<>();

    /** The first {@code leftColumns} are aligned to the left, the others, numbers, to the right. */
    public Table(int leftColumns, List<String> header) {
        this.leftColumns = leftColumns;
        this.header = List.copyOf(header);
    }

    /** Adds a row; as many cells as there are headings. */
    public void add(List<String> row) {
        if (row.size() != header.size()) {
            throw new IllegalArgumentException(row.size() + " cells under " + header.size() + " headings: " + row);
        }
        rows.add(List.copyOf(row));
    }

    /** Whether there is nothing under the header. */
    public boolean isEmpty() {
        return rows.isEmpty();
    }

    /** Columns padded with blanks, no blanks at the end of a line. */
    public String text() {
        int[] widths = new int[header.size()];
        widen(widths, header);
        rows.forEach(row -> widen(widths, row));
        StringBuilder text = new StringBuilder();
        addLine(text, header, widths);
        rows.forEach(row -> addLine(text, row, widths));
        return text.toString();
    }

    /** The same for a page. */
    public String markdown() {
        StringBuilder page = new StringBuilder(markdown(header));
        for (int column = 0; column < header.size(); column++) {
            page.append(column < leftColumns ? "|---" : "|---:");
        }
        page.append("|\n");
        rows.forEach(row -> page.append(markdown(row)));
        return page.toString();
    }

    private static void widen(int[] widths, List<String> row) {
        for (int column = 0; column < widths.length; column++) {
            widths[column] = Math.max(widths[column], row.get(column).length());
        }
    }

    private void addLine(StringBuilder text, List<String> row, int[] widths) {
        int start = text.length();
        for (int column = 0; column < widths.length; column++) {
            String cell = row.get(column);
            int blanks = widths[column] - cell.length();
            text.append(column == 0 ? "" : GAP);
            if (column < leftColumns) {
                text.append(cell);
                pad(text, blanks);
            } else {
                pad(text, blanks);
                text.append(cell);
            }
        }
        int end = text.length();
        while (end > start && Character.isWhitespace(text.charAt(end - 1))) {
            end--;
        }
        text.setLength(end);
        text.append('\n');
    }

    private static void pad(StringBuilder text, int blanks) {
        for (int i = 0; i < blanks; i++) {
            text.append(' ');
        }
    }

    private static String markdown(List<String> row) {
        return row.stream().map(Table::escape).collect(Collectors.joining(" | ", "| ", " |\n"));
    }

    /** A cell holds no line ends, and a bar in it does not end it. */
    private static String escape(String cell) {
        return cell.replace("\\", "\\\\").replace("|", "\\|").replaceAll("\\R", " ");
    }
}
