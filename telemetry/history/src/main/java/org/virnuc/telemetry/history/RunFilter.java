package org.virnuc.telemetry.history;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Selects runs in the history. A run must meet all conditions.
 *
 * @param since earliest start
 * @param until end of the range of starts, exclusive
 * @param models parts of model names, of which at least one must match; empty for all runs
 * @param statuses statuses to select; empty for all
 * @param minCost lowest cost; runs without a cost do not match
 * @param maxCost highest cost; runs without a cost do not match
 * @param tags tags that a run must all have
 * @param limit most runs to select; the newest are preferred
 */
public record RunFilter(
        Optional<Instant> since,
        Optional<Instant> until,
        List<String> models,
        Set<HistoryStatus> statuses,
        Optional<BigDecimal> minCost,
        Optional<BigDecimal> maxCost,
        List<String> tags,
        int limit) {

    /** Selects every run. */
    public static final RunFilter ALL = new RunFilter(
            Optional.empty(),
            Optional.empty(),
            List.of(),
            Set.of(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            Integer.MAX_VALUE);

    public RunFilter {
        models = List.copyOf(models);
        statuses = Set.copyOf(statuses);
        tags = List.copyOf(tags);
        if (limit < 1) {
            throw new IllegalArgumentException("limit is " + limit + ", expected 1 or more");
        }
    }

    /** Selects runs with any tags. */
    public RunFilter(
            Optional<Instant> since,
            Optional<Instant> until,
            List<String> models,
            Set<HistoryStatus> statuses,
            Optional<BigDecimal> minCost,
            Optional<BigDecimal> maxCost,
            int limit) {
        this(since, until, models, statuses, minCost, maxCost, List.of(), limit);
    }

    /** Returns a copy with another limit. */
    public RunFilter limited(int most) {
        return new RunFilter(since, until, models, statuses, minCost, maxCost, tags, most);
    }

    /** A condition in SQL with its parameter values. Costs are compared in Java, because SQLite has no decimals. */
    record Condition(String sql, List<@Nullable Object> values) {}

    Condition condition() {
        List<String> parts = new ArrayList<>(List.of("1"));
        List<@Nullable Object> values = new ArrayList<>();
        since.ifPresent(start -> {
            parts.add("started_ms >= ?");
            values.add(start.toEpochMilli());
        });
        until.ifPresent(end -> {
            parts.add("started_ms < ?");
            values.add(end.toEpochMilli());
        });
        if (!statuses.isEmpty()) {
            // What the file calls running may have ended meanwhile, which accepts() decides.
            parts.add("(status = 'running' OR status IN (" + "?, ".repeat(statuses.size() - 1) + "?))");
            statuses.forEach(status -> values.add(status.word()));
        }
        if (!models.isEmpty()) {
            parts.add("(0" + " OR instr(lower(model_names), lower(?))".repeat(models.size()) + ")");
            values.addAll(models);
        }
        for (String tag : tags) {
            parts.add("instr(',' || tags || ',', ?)");
            values.add("," + tag + ",");
        }
        return new Condition(String.join(" AND ", parts), values);
    }

    /** Returns whether a run as it is now meets the conditions on status and cost. */
    boolean accepts(RunRow run) {
        return (statuses.isEmpty() || statuses.contains(run.status())) && accepts(run.cost());
    }

    private boolean accepts(@Nullable BigDecimal cost) {
        if (minCost.isEmpty() && maxCost.isEmpty()) {
            return true;
        }
        return cost != null
                && minCost.map(min -> cost.compareTo(min) >= 0).orElse(true)
                && maxCost.map(max -> cost.compareTo(max) <= 0).orElse(true);
    }
}
