package org.virnuc.telemetry.dashboard;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.virnuc.telemetry.history.HistoryStatus;
import org.virnuc.telemetry.history.RunQuery;
import org.virnuc.telemetry.history.RunSearch;
import org.virnuc.telemetry.history.RunTable;
import org.virnuc.telemetry.history.export.CsvText;

/** What the pages show, as CSV. */
final class CsvFiles {
    /** Runs that are read at a time. */
    private static final int PAGE = 1_000;

    private CsvFiles() {}

    /** Returns all runs that match, a line for each. */
    static String runs(RunSource source, Address address, Instant now) {
        RunQuery query = address.query(now);
        StringBuilder csv = new StringBuilder();
        line(csv, RunTable.FIELDS);
        List<RunSearch.Found> page;
        int offset = 0;
        do {
            page = source.page(query, offset, PAGE);
            for (RunSearch.Found found : page) {
                Map<String, @Nullable Object> fields = RunTable.fields(found.row());
                line(csv, RunTable.FIELDS.stream().map(fields::get).collect(Collectors.toList()));
            }
            offset += PAGE;
        } while (page.size() == PAGE);
        return csv.toString();
    }

    /** Returns the figures of each day; one line for each currency, because currencies cannot be added. */
    static String days(RunSource source, Address address, Instant now) {
        StringBuilder csv = new StringBuilder();
        line(csv, List.of("day", "runs", "not_done", "wall_seconds", "tokens", "currency", "cost"));
        source.days(address.query(now)).forEach((date, day) -> {
            long failed = day.runs() - day.statuses().getOrDefault(HistoryStatus.DONE, 0L);
            List<@Nullable Object> start = List.of(date, day.runs(), failed, day.wallSeconds(), day.tokens());
            if (day.costs().isEmpty()) {
                List<@Nullable Object> values = new ArrayList<>(start);
                values.add(null);
                values.add(null);
                line(csv, values);
            }
            new TreeMap<>(day.costs()).forEach((currency, cost) -> {
                List<@Nullable Object> values = new ArrayList<>(start);
                values.add(currency);
                values.add(cost.toPlainString());
                line(csv, values);
            });
        });
        return csv.toString();
    }

    private static void line(StringBuilder csv, List<? extends @Nullable Object> values) {
        csv.append(CsvText.line(values));
    }
}
