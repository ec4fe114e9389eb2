package org.virnuc.telemetry.history.export;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.virnuc.telemetry.history.HistoryStatus;
import org.virnuc.telemetry.history.RunList;
import org.virnuc.telemetry.history.RunRow;
import org.virnuc.telemetry.report.Figures;

/**
 * What those who pay for runs ask: how many, for how long, for how much, by status, model and sample, what failed, and
 * whether it becomes more. Tables of text; their first row is the heading.
 */
final class SpendingTables {
    private static final int MOST = 8;
    private static final String UNKNOWN = "-";

    private final List<RunRow> runs;
    private final List<RunRow> work;
    private final String currency;

    /**
     * Creates the tables.
     *
     * @param rows runs; figures of a sample sheet are counted once, as those of its run or of its samples
     * @param currency currency of all costs; those in others are left out
     */
    SpendingTables(List<RunRow> rows, String currency) {
        List<String> ids = rows.stream().map(RunRow::runId).toList();
        this.runs = rows.stream()
                .filter(row -> !ids.contains(row.description().parentRunId()))
                .toList();
        this.work = rows.stream().filter(row -> row.samples() == 0).toList();
        this.currency = currency;
    }

    /** Returns runs, time and cost by status. */
    List<List<String>> byStatus() {
        List<List<String>> table = new ArrayList<>();
        table.add(List.of("Status", "Runs", "Time", "Cost"));
        for (HistoryStatus status : HistoryStatus.values()) {
            List<RunRow> of =
                    runs.stream().filter(row -> row.status() == status).toList();
            if (!of.isEmpty()) {
                table.add(List.of(status.word(), Figures.count(of.size()), time(seconds(of)), money(cost(of))));
            }
        }
        return table;
    }

    /** Returns runs, tokens and cost by model. */
    List<List<String>> byModel(List<RunList.ModelSum> models) {
        List<List<String>> table = new ArrayList<>();
        table.add(List.of("Model", "Runs", "Tokens", "Cost"));
        models.stream()
                .limit(MOST)
                .forEach(model -> table.add(List.of(
                        model.model(),
                        Figures.count(model.runs()),
                        Figures.count(model.tokens()),
                        money(model.cost()))));
        return table;
    }

    /** Returns runs, time and cost of the samples, or inputs of runs without a name, that took longest. */
    List<List<String>> bySample() {
        Map<String, List<RunRow>> samples = work.stream()
                .collect(Collectors.groupingBy(SpendingTables::sample, LinkedHashMap::new, Collectors.toList()));
        List<List<String>> table = new ArrayList<>();
        table.add(List.of("Sample or input", "Runs", "Time", "Cost"));
        samples.entrySet().stream()
                .sorted(Comparator.comparingDouble(
                                (Map.Entry<String, List<RunRow>> sample) -> seconds(sample.getValue()))
                        .reversed())
                .limit(MOST)
                .forEach(sample -> table.add(List.of(
                        sample.getKey(),
                        Figures.count(sample.getValue().size()),
                        time(seconds(sample.getValue())),
                        money(cost(sample.getValue())))));
        return table;
    }

    private static String sample(RunRow row) {
        String name = row.description().label().name();
        String input = row.description().input();
        Path directory = Path.of(row.directory()).getFileName();
        return name != null ? name : input != null ? input : String.valueOf(directory);
    }

    /** Returns the newest runs that failed or crashed, and why. */
    List<List<String>> failures() {
        List<List<String>> table = new ArrayList<>();
        table.add(List.of("Failed", "Run", "Why"));
        work.stream()
                .filter(row -> row.status() == HistoryStatus.FAILED || row.status() == HistoryStatus.CRASHED)
                .sorted(Comparator.comparing(RunRow::startedAt).reversed())
                .limit(MOST)
                .forEach(row -> {
                    String error = row.error();
                    table.add(List.of(
                            row.startedAt().toString().substring(0, 10),
                            sample(row),
                            error == null ? row.status().word() : error.replaceFirst("^[\\w.$]+: ", "")));
                });
        return table;
    }

    /** Returns the figures of the first and the second half of the time, and by how much they have changed. */
    List<List<String>> trend() {
        List<List<String>> table = new ArrayList<>();
        table.add(List.of("", "First half", "Second half", "Change"));
        if (runs.isEmpty()) {
            return table;
        }
        Instant first = runs.stream()
                .map(RunRow::startedAt)
                .min(Comparator.naturalOrder())
                .orElseThrow();
        Instant last = runs.stream()
                .map(RunRow::startedAt)
                .max(Comparator.naturalOrder())
                .orElseThrow();
        Instant middle = first.plus(Duration.between(first, last).dividedBy(2));
        Map<Boolean, List<RunRow>> halves = runs.stream()
                .collect(Collectors.partitioningBy(row -> row.startedAt().isAfter(middle)));
        List<RunRow> before = halves.getOrDefault(false, List.of());
        List<RunRow> after = halves.getOrDefault(true, List.of());
        add(table, "Runs", before, after, of -> (double) of.size(), value -> Figures.count(Math.round(value)));
        add(table, "Not done", before, after, SpendingTables::unfinished, value -> Figures.count(Math.round(value)));
        add(table, "Time", before, after, SpendingTables::seconds, SpendingTables::time);
        add(
                table,
                "Cost",
                before,
                after,
                of -> Objects.requireNonNullElse(cost(of), BigDecimal.ZERO).doubleValue(),
                value -> money(BigDecimal.valueOf(value)));
        return table;
    }

    private static double unfinished(List<RunRow> of) {
        return of.stream().filter(row -> row.status() != HistoryStatus.DONE).count();
    }

    private static void add(
            List<List<String>> table,
            String label,
            List<RunRow> before,
            List<RunRow> after,
            Function<List<RunRow>, Double> figure,
            Function<Double, String> shown) {
        double one = figure.apply(before);
        double other = figure.apply(after);
        String change = one == 0 ? UNKNOWN : String.format(Locale.ROOT, "%+.0f %%", 100 * (other - one) / one);
        table.add(List.of(label, shown.apply(one), shown.apply(other), change));
    }

    private static double seconds(List<RunRow> of) {
        return of.stream()
                .mapToDouble(row -> row.wallSeconds() == null ? 0 : row.wallSeconds())
                .sum();
    }

    private @Nullable BigDecimal cost(List<RunRow> of) {
        return of.stream()
                .filter(row -> currency.equals(row.currency() == null ? "" : row.currency()))
                .map(RunRow::cost)
                .filter(cost -> cost != null)
                .reduce(BigDecimal::add)
                .orElse(null);
    }

    private String money(@Nullable BigDecimal cost) {
        return cost == null ? UNKNOWN : (Figures.money(cost) + " " + currency).strip();
    }

    /** Formats seconds as people say them: {@code 45 s}, {@code 12 min}, {@code 3.5 h}, {@code 12 days}. */
    static String time(double seconds) {
        if (seconds < 100) {
            return String.format(Locale.ROOT, "%.0f s", seconds);
        }
        if (seconds < 6_000) {
            return String.format(Locale.ROOT, "%.0f min", seconds / 60);
        }
        return seconds < 100 * 3_600
                ? String.format(Locale.ROOT, "%.1f h", seconds / 3_600)
                : String.format(Locale.ROOT, "%.0f days", seconds / 86_400);
    }
}
