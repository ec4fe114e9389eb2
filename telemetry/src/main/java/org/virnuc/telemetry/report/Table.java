package org.virnuc.telemetry.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

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
        List<List<String>> all = new ArrayList<>(rows);
        all.add(0, header);
        int[] widths = IntStream.range(0, header.size())
                .map(column -> all.stream()
                        .mapToInt(row -> row.get(column).length())
                        .max()
                        .orElse(0))
                .toArray();
        return all.stream().map(row -> line(row, widths)).collect(Collectors.joining());
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

    private String line(List<String> row, int[] widths) {
        String line = IntStream.range(0, row.size())
                .mapToObj(column -> {
                    String cell = row.get(column);
                    String blanks = " ".repeat(widths[column] - cell.length());
                    return column < leftColumns ? cell + blanks : blanks + cell;
                })
                .collect(Collectors.joining(GAP));
        return line.stripTrailing() + "\n";
    }

    private static String markdown(List<String> row) {
        return row.stream().map(Table::escape).collect(Collectors.joining(" | ", "| ", " |\n"));
    }

    /** A cell holds no line ends, and a bar in it does not end it. */
    private static String escape(String cell) {
        return cell.replace("\\", "\\\\").replace("|", "\\|").replaceAll("\\R", " ");
    }
}
