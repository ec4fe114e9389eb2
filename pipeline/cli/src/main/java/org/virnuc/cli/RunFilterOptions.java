package org.virnuc.cli;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.virnuc.engine.UsageException;
import org.virnuc.telemetry.history.HistoryStatus;
import org.virnuc.telemetry.history.RunFilter;
import picocli.CommandLine.Option;

/** Options that select runs of the history. */
final class RunFilterOptions {
    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "Started then or later: a date, a time (UTC), or an age such as 7d.")
    private @Nullable String since;

    @Option(names = "--until", paramLabel = "TIME", description = "Started before.")
    private @Nullable String until;

    @Option(
            names = "--model",
            paramLabel = "NAME",
            split = ",",
            description = "Called such a model; a part of its name.")
    private List<String> models = new ArrayList<>();

    @Choices.Of(Choices.STATUSES)
    @Option(
            names = "--status",
            paramLabel = "NAME",
            split = ",",
            description = "running, done, failed, cancelled or crashed.")
    private List<String> statuses = new ArrayList<>();

    @Option(names = "--min-cost", paramLabel = "AMOUNT", description = "Cost at least that.")
    private @Nullable BigDecimal minCost;

    @Option(names = "--max-cost", paramLabel = "AMOUNT", description = "Cost at most that.")
    private @Nullable BigDecimal maxCost;

    @Option(names = "--tag", paramLabel = "TAG", split = ",", description = "Has this tag; all of them, if several.")
    private List<String> tags = new ArrayList<>();

    /** Creates the filter. If {@code limit} is {@code all}, the number of runs is not limited. */
    RunFilter filter(String limit) {
        Instant now = Instant.now();
        return new RunFilter(
                Optional.ofNullable(since).map(given -> InstantParser.parse("--since", given, now)),
                Optional.ofNullable(until).map(given -> InstantParser.parse("--until", given, now)),
                models,
                statuses(),
                Optional.ofNullable(minCost),
                Optional.ofNullable(maxCost),
                tags,
                limit(limit));
    }

    private Set<HistoryStatus> statuses() {
        Set<HistoryStatus> wanted = new LinkedHashSet<>();
        for (String given : statuses) {
            wanted.add(HistoryStatus.of(given)
                    .orElseThrow(() -> new UsageException("--status " + given + " is unknown; there are "
                            + Arrays.stream(HistoryStatus.values())
                                    .map(HistoryStatus::word)
                                    .collect(Collectors.joining(", ")))));
        }
        return wanted;
    }

    private static int limit(String given) {
        try {
            int limit = given.equalsIgnoreCase("all") ? Integer.MAX_VALUE : Integer.parseInt(given);
            if (limit > 0) {
                return limit;
            }
        } catch (NumberFormatException e) {
            throw new UsageException("--limit " + given + " is neither a number nor all", e);
        }
        throw new UsageException("--limit " + given + " shows nothing; give 1 or more, or all");
    }
}
