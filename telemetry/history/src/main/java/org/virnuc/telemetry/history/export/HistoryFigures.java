package org.virnuc.telemetry.history.export;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.virnuc.telemetry.history.HistoryStatus;
import org.virnuc.telemetry.history.RunRow;

/** Totals of runs by period, for charts. The period is a day, a month or a year. */
final class HistoryFigures {
    private static final int MOST_DAYS = 45;
    private static final int MOST_MONTHS = 48;

    private final List<RunRow> rows;

    HistoryFigures(List<RunRow> rows) {
        this.rows =
                rows.stream().sorted(Comparator.comparing(RunRow::startedAt)).toList();
    }

    /** A bar of a chart: its label, and the parts that are stacked in it. */
    record Bar(String label, List<Double> parts) {
        Bar {
            parts = List.copyOf(parts);
        }

        double total() {
            return parts.stream().mapToDouble(Double::doubleValue).sum();
        }
    }

    /** Returns the number of runs in every period from the first to the last: those that are done, and the others. */
    List<Bar> runsOverTime() {
        return overTime((row, parts) -> parts[row.status() == HistoryStatus.DONE ? 0 : 1]++, 2);
    }

    /** Returns the hours of wall time in every period. */
    List<Bar> hoursOverTime() {
        return overTime((row, parts) -> parts[0] += row.wallSeconds() == null ? 0 : row.wallSeconds() / 3600, 1);
    }

    /**
     * Returns the cost in every period, for one currency. Binary numbers are precise enough for the height of a bar.
     */
    List<Bar> costOverTime(String currency) {
        return overTime(
                (row, parts) -> {
                    BigDecimal cost = row.cost();
                    if (cost != null && currency.equals(currencyOf(row))) {
                        parts[0] += cost.doubleValue();
                    }
                },
                1);
    }

    /** Returns exact total costs by currency. */
    Map<String, BigDecimal> costs() {
        Map<String, BigDecimal> sums = new TreeMap<>();
        for (RunRow row : rows) {
            BigDecimal cost = row.cost();
            if (cost != null) {
                sums.merge(currencyOf(row), cost, BigDecimal::add);
            }
        }
        return sums;
    }

    /** Returns all currencies in use. */
    List<String> currencies() {
        return List.copyOf(new TreeSet<>(costs().keySet()));
    }

    private static String currencyOf(RunRow row) {
        String currency = row.currency();
        return currency == null ? "" : currency;
    }

    /** Adds a run to the parts of a bar. */
    @FunctionalInterface
    private interface Adder {
        void add(RunRow row, double[] parts);
    }

    private List<Bar> overTime(Adder adder, int parts) {
        if (rows.isEmpty()) {
            return List.of();
        }
        Instant first = rows.get(0).startedAt();
        long days =
                Duration.between(first, rows.get(rows.size() - 1).startedAt()).toDays();
        ChronoUnit unit =
                days <= MOST_DAYS ? ChronoUnit.DAYS : days <= 31L * MOST_MONTHS ? ChronoUnit.MONTHS : ChronoUnit.YEARS;
        Map<LocalDate, double[]> sums = new TreeMap<>();
        LocalDate last = period(rows.get(rows.size() - 1).startedAt(), unit);
        for (LocalDate day = period(first, unit); !day.isAfter(last); day = day.plus(1, unit)) {
            sums.put(day, new double[parts]);
        }
        for (RunRow row : rows) {
            double[] sum = sums.get(period(row.startedAt(), unit));
            if (sum != null) {
                adder.add(row, sum);
            }
        }
        DateTimeFormatter label = DateTimeFormatter.ofPattern(
                unit == ChronoUnit.DAYS ? "d MMM" : unit == ChronoUnit.MONTHS ? "MMM yyyy" : "yyyy", Locale.ENGLISH);
        List<Bar> bars = new ArrayList<>();
        sums.forEach((day, sum) ->
                bars.add(new Bar(label.format(day), Arrays.stream(sum).boxed().toList())));
        return bars;
    }

    private static LocalDate period(Instant at, ChronoUnit unit) {
        LocalDate day = at.atZone(ZoneOffset.UTC).toLocalDate();
        return switch (unit) {
            case MONTHS -> day.with(TemporalAdjusters.firstDayOfMonth());
            case YEARS -> day.with(TemporalAdjusters.firstDayOfYear());
            default -> day;
        };
    }
}
