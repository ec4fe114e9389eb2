package org.virnuc.cli;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.virnuc.telemetry.history.HistoryStatus;
import org.virnuc.telemetry.history.RunFilter;
import org.virnuc.telemetry.history.RunQuery;

/** Writes a search of the dashboard as {@code virnuc runs list}, as far as that command has the same conditions. */
final class RunQueryCommand {
    private RunQueryCommand() {}

    static String of(RunQuery query) {
        RunFilter filter = query.filter();
        List<String> words = new ArrayList<>(List.of("virnuc runs list"));
        filter.since().map(Instant::toString).ifPresent(time -> words.add("--since " + time));
        filter.until().map(Instant::toString).ifPresent(time -> words.add("--until " + time));
        if (!filter.models().isEmpty()) {
            words.add("--model " + quoted(String.join(",", filter.models())));
        }
        if (!query.statuses().isEmpty()) {
            words.add("--status "
                    + query.statuses().stream()
                            .sorted(Comparator.naturalOrder())
                            .map(HistoryStatus::word)
                            .collect(Collectors.joining(",")));
        }
        if (!filter.tags().isEmpty()) {
            words.add("--tag " + quoted(String.join(",", filter.tags())));
        }
        filter.minCost().ifPresent(cost -> words.add("--min-cost " + cost.toPlainString()));
        filter.maxCost().ifPresent(cost -> words.add("--max-cost " + cost.toPlainString()));
        boolean more = !query.words().isEmpty() || !query.facets().isEmpty() || query.warned();
        return String.join(" ", words)
                + (more ? "   # without words, columns and warnings, which the list cannot search" : "");
    }

    private static String quoted(String value) {
        return value.matches("[A-Za-z0-9_./,:@%+-]+") ? value : "'" + value.replace("'", "'\\''") + "'";
    }
}
