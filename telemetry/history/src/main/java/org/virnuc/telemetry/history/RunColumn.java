package org.virnuc.telemetry.history;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.virnuc.telemetry.report.Figures;

/** A column of a list of runs, in the order in which lists show them. */
public enum RunColumn {
    RUN("Run", true, 0, RunRow::runId, RunRow::runId),
    STARTED("Started (UTC)", true, 0, row -> RunTable.time(row.startedAt()), RunRow::startedAt),
    STATUS("Status", true, 0, row -> row.status().word(), row -> row.status().word()),
    NAME("Name", true, 8, row -> row.description().label().name(), row -> row.description()
            .label()
            .name()),
    TAGS(
            "Tags",
            true,
            8,
            row -> text(row.description().label().tags()),
            row -> text(row.description().label().tags())),
    INPUT("Input", true, 9, row -> row.description().input(), row -> row.description()
            .input()),
    OUTCOME("Outcome", true, 16, RunColumn::outcome, RunColumn::outcome),
    WALL(
            "Wall",
            false,
            0,
            row -> row.wallSeconds() == null ? null : Figures.seconds(row.wallSeconds()),
            RunRow::wallSeconds),
    TOKENS("Tokens", false, 0, row -> Figures.count(row.tokens()), RunRow::tokens),
    COST("Cost", false, 0, RunColumn::cost, RunRow::cost),
    WARNINGS("Warnings", false, 0, row -> Figures.count(row.warnings()), RunRow::warnings),
    MODELS("Models", true, 24, RunRow::models, RunRow::models),
    DIRECTORY("Directory", true, 24, RunRow::directory, RunRow::directory),
    NOTE("Note", true, 12, row -> row.description().label().note(), row -> row.description()
            .label()
            .note());

    /** The columns of a list for which none are chosen, the most important first. */
    static final List<RunColumn> BY_IMPORTANCE =
            List.of(RUN, STATUS, OUTCOME, INPUT, WALL, COST, STARTED, TOKENS, WARNINGS, NAME, TAGS, DIRECTORY, MODELS);

    /** Number of columns at the head of {@link #BY_IMPORTANCE} without which a list says little. */
    static final int ESSENTIAL = 6;

    private static final String UNKNOWN = "-";

    /** The class of an exception before its message, which says nothing to users. */
    private static final String EXCEPTION = "^[\\w.$]+: ";

    private static final List<RunColumn> ALL = List.of(values());

    private final String header;
    private final boolean left;
    private final int narrowest;

    @SuppressWarnings("ImmutableEnumChecker") // functions without state
    private final Function<RunRow, @Nullable String> shown;

    @SuppressWarnings("ImmutableEnumChecker") // functions without state
    private final Function<RunRow, ? extends @Nullable Comparable<?>> value;

    /**
     * Declares a column.
     *
     * @param narrowest least width to which its cells may be cut; 0 if they may not
     */
    RunColumn(
            String header,
            boolean left,
            int narrowest,
            Function<RunRow, @Nullable String> shown,
            Function<RunRow, ? extends @Nullable Comparable<?>> value) {
        this.header = header;
        this.left = left;
        this.narrowest = narrowest;
        this.shown = shown;
        this.value = value;
    }

    /** Returns the name by which users choose the column. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the column with that name; empty if there is none. */
    public static Optional<RunColumn> of(String word) {
        return ALL.stream().filter(column -> column.word().equals(word)).findFirst();
    }

    /** Returns the names of all columns, separated by commas. */
    public static String words() {
        return Arrays.stream(values()).map(RunColumn::word).collect(Collectors.joining(", "));
    }

    String header() {
        return header;
    }

    boolean isLeft() {
        return left;
    }

    int narrowest() {
        return narrowest;
    }

    /** Returns the cell of a run, a dash if it is unknown. */
    public String cell(RunRow row) {
        String text = shown.apply(row);
        return text == null || text.isEmpty() ? UNKNOWN : text;
    }

    /**
     * Returns an order of runs by this column: texts as in a dictionary, numbers and times from the largest to the
     * smallest. Runs without a value come last, and runs with equal values newest first.
     */
    public Comparator<RunRow> order(boolean reversed) {
        boolean descending = !isText() ^ reversed;
        return (one, other) -> {
            Comparable<?> a = value.apply(one);
            Comparable<?> b = value.apply(other);
            int known = Boolean.compare(isMissing(a), isMissing(b));
            int order = known != 0 || isMissing(a) ? known : (descending ? -1 : 1) * compare(a, b);
            return order != 0 ? order : other.startedAt().compareTo(one.startedAt());
        };
    }

    private boolean isText() {
        return left && this != STARTED;
    }

    private static boolean isMissing(@Nullable Comparable<?> value) {
        return value == null || value.equals("");
    }

    private static int compare(@Nullable Comparable<?> one, @Nullable Comparable<?> other) {
        if (one instanceof BigDecimal a && other instanceof BigDecimal b) {
            return a.compareTo(b);
        }
        if (one instanceof Number a && other instanceof Number b) {
            return Double.compare(a.doubleValue(), b.doubleValue());
        }
        if (one instanceof Instant a && other instanceof Instant b) {
            return a.compareTo(b);
        }
        return String.CASE_INSENSITIVE_ORDER.compare(String.valueOf(one), String.valueOf(other));
    }

    private static String text(List<String> tags) {
        return String.join(", ", tags);
    }

    /** Returns what came out, or why nothing did. */
    private static @Nullable String outcome(RunRow row) {
        String counts = Outcome.words(row.outcome());
        String error = row.error();
        return counts.isEmpty() && error != null ? error.replaceFirst(EXCEPTION, "") : counts;
    }

    private static @Nullable String cost(RunRow row) {
        BigDecimal cost = row.cost();
        String currency = row.currency();
        return cost == null ? null : currency == null ? Figures.money(cost) : Figures.money(cost, currency);
    }
}
