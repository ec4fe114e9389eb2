package org.virnuc.telemetry.history;

import java.io.Writer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.virnuc.telemetry.report.Table;

/**
 * A list of runs as text. On a terminal it has the columns for which there is room, the most important first, and long
 * cells are cut; elsewhere it is as wide as it needs to be. Chosen columns are all shown, and whole.
 */
public final class RunListing {
    private static final int GAP = 2;
    private static final String CUT = "...";

    /** Width up to which long cells grow before columns are added that are not essential. */
    private static final int READABLE = 32;

    private final List<RunColumn> chosen;
    private final OptionalInt width;
    private final List<String[]> rows = new ArrayList<>();
    private final List<RunColumn> columns;

    /**
     * Creates an empty list.
     *
     * @param chosen columns in their order; none for the usual ones
     * @param width width of the terminal; empty if the list is not for one
     */
    public RunListing(List<RunColumn> chosen, OptionalInt width) {
        this.chosen = List.copyOf(chosen);
        this.width = width;
        this.columns = chosen.isEmpty()
                ? RunColumn.BY_IMPORTANCE.stream()
                        .sorted(Comparator.naturalOrder())
                        .toList()
                : this.chosen;
    }

    /** Adds a run. */
    public void add(RunRow row) {
        add(row, "");
    }

    /** Adds the run of a sample, below that of its sheet. */
    public void addSample(RunRow row) {
        add(row, "  ");
    }

    private void add(RunRow row, String indent) {
        String[] cells = new String[columns.size()];
        for (int i = 0; i < cells.length; i++) {
            cells[i] = columns.get(i).cell(row);
        }
        cells[0] = indent + cells[0];
        rows.add(cells);
    }

    /** Writes the runs added so far, below a heading. */
    public void writeTo(Writer out) {
        Map<RunColumn, Integer> widths = widths();
        Table table = new Table(
                widths.size(),
                widths.entrySet().stream()
                        .map(column -> fitted(column.getKey().header(), column))
                        .toList());
        for (String[] row : rows) {
            table.add(widths.entrySet().stream()
                    .map(column -> fitted(row[columns.indexOf(column.getKey())], column))
                    .toList());
        }
        table.writeTo(out);
    }

    /** Returns a cell cut to the room of its column, with numbers moved to the right. */
    private static String fitted(String cell, Map.Entry<RunColumn, Integer> column) {
        int room = column.getValue();
        String fitting = cell.length() <= room ? cell : cell.substring(0, Math.max(0, room - CUT.length())) + CUT;
        return column.getKey().isLeft() ? fitting : " ".repeat(room - fitting.length()) + fitting;
    }

    /** Returns the columns to show, in order, with the room of each. */
    private Map<RunColumn, Integer> widths() {
        Map<RunColumn, Integer> natural = new LinkedHashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            natural.put(columns.get(i), natural(i));
        }
        if (width.isEmpty() || !chosen.isEmpty()) {
            return natural;
        }
        return fitted(natural, width.getAsInt());
    }

    private int natural(int column) {
        int widest = columns.get(column).header().length();
        for (String[] row : rows) {
            widest = Math.max(widest, row[column].length());
        }
        return widest;
    }

    private Map<RunColumn, Integer> fitted(Map<RunColumn, Integer> natural, int room) {
        Map<RunColumn, Integer> taken = new LinkedHashMap<>();
        int free = room;
        for (RunColumn column : RunColumn.BY_IMPORTANCE) {
            int wanted = natural.getOrDefault(column, 0);
            int least = column.narrowest() == 0 ? wanted : Math.min(wanted, column.narrowest());
            int gap = taken.isEmpty() ? 0 : GAP;
            boolean essential = RunColumn.BY_IMPORTANCE.indexOf(column) < RunColumn.ESSENTIAL;
            int reserved = essential ? 0 : missing(taken, natural);
            if (!isUseless(column) && least + gap + reserved <= free) {
                taken.put(column, least);
                free -= least + gap;
            }
        }
        Map<RunColumn, Integer> widths = new LinkedHashMap<>();
        for (Map.Entry<RunColumn, Integer> column : taken.entrySet()) {
            int more = Math.min(free, natural.getOrDefault(column.getKey(), 0) - column.getValue());
            column.setValue(column.getValue() + more);
            free -= more;
        }
        columns.stream()
                .filter(taken::containsKey)
                .forEach(column -> widths.put(column, taken.getOrDefault(column, 0)));
        return widths;
    }

    /** Returns how much wider the columns that are taken should be to be readable. */
    private static int missing(Map<RunColumn, Integer> taken, Map<RunColumn, Integer> natural) {
        return taken.entrySet().stream()
                .mapToInt(column ->
                        Math.max(0, Math.min(READABLE, natural.getOrDefault(column.getKey(), 0)) - column.getValue()))
                .sum();
    }

    /** Returns whether no run has anything in a column. */
    private boolean isUseless(RunColumn column) {
        int place = columns.indexOf(column);
        return !rows.isEmpty() && rows.stream().allMatch(row -> row[place].equals("-"));
    }
}
