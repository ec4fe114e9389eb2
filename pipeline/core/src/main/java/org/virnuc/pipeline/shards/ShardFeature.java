package org.virnuc.pipeline.shards;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.virnuc.pipeline.flow.RunFeature;
import org.virnuc.pipeline.stages.Verdicts;
import org.virnuc.telemetry.EventClass;
import org.virnuc.telemetry.PipelineTelemetry;
import org.virnuc.telemetry.Severity;

/**
 * What the reports of a merge say about the shards: on which kinds of machines they were computed, how long they took
 * together and from first to last, which was the slowest, what they cost, and which attempts were lost.
 */
record ShardFeature(List<ShardResult> shards, List<LostAttempt> lost) implements RunFeature {
    private static final double MILLIS = 1e3;

    ShardFeature {
        shards = List.copyOf(shards);
        lost = List.copyOf(lost);
    }

    @Override
    public Map<String, Object> settings() {
        return Map.of("shards", shards.size());
    }

    @Override
    public Map<String, String> environment() {
        return Map.of("shards", String.valueOf(shards.size()), "shard_machines", machines());
    }

    @Override
    public void note(PipelineTelemetry run, Verdicts verdicts) {
        ShardResult slowest = shards.stream()
                .max(Comparator.comparingDouble(ShardResult::seconds))
                .orElseThrow();
        double seconds = shards.stream().mapToDouble(ShardResult::seconds).sum();
        double wall = wallSeconds();
        Map<String, @Nullable Object> details = new LinkedHashMap<>();
        details.put("shards", shards.size());
        details.put("machines", machines());
        details.put("seconds", seconds);
        details.put("wall_seconds", wall);
        details.put("slowest_shard", slowest.shard());
        details.put("slowest_shard_seconds", slowest.seconds());
        costs().forEach((currency, cost) ->
                details.put("cost_" + currency.toLowerCase(Locale.ROOT), cost.toPlainString()));
        run.event(
                EventClass.STAGE,
                Severity.INFO,
                String.format(
                        Locale.ROOT,
                        "%d shards were computed in %.1f s together, %.1f s from first to last, on %s; the slowest was"
                                + " shard %d with %.1f s",
                        shards.size(),
                        seconds,
                        wall,
                        machines(),
                        slowest.shard(),
                        slowest.seconds()),
                details);
        if (!lost.isEmpty()) {
            noteLost(run);
        }
    }

    private void noteLost(PipelineTelemetry run) {
        List<Integer> numbers =
                lost.stream().map(LostAttempt::shard).distinct().sorted().toList();
        double seconds = lost.stream().mapToDouble(LostAttempt::seconds).sum();
        Map<String, @Nullable Object> details = new LinkedHashMap<>();
        details.put("lost_attempts", lost.size());
        details.put("lost_shards", ShardNumbers.words(numbers));
        details.put("lost_seconds", seconds);
        run.event(
                EventClass.STAGE,
                Severity.INFO,
                String.format(
                        Locale.ROOT,
                        "%d attempt%s did not count, because a worker was lost or another was faster: %.1f s of shard%s %s",
                        lost.size(),
                        lost.size() == 1 ? "" : "s",
                        seconds,
                        numbers.size() == 1 ? "" : "s",
                        ShardNumbers.words(numbers)),
                details);
    }

    private String machines() {
        return shards.stream()
                .collect(Collectors.groupingBy(ShardResult::machine, TreeMap::new, Collectors.counting()))
                .entrySet()
                .stream()
                .map(kind -> kind.getKey() + " (" + kind.getValue() + (kind.getValue() == 1 ? " shard)" : " shards)"))
                .collect(Collectors.joining(", "));
    }

    private double wallSeconds() {
        Instant first = shards.stream()
                .map(ShardResult::started)
                .min(Comparator.naturalOrder())
                .orElseThrow();
        Instant last = shards.stream()
                .map(ShardResult::ended)
                .max(Comparator.naturalOrder())
                .orElseThrow();
        return Duration.between(first, last).toMillis() / MILLIS;
    }

    private Map<String, BigDecimal> costs() {
        Map<String, BigDecimal> costs = new TreeMap<>();
        for (ShardResult shard : shards) {
            if (shard.cost() != null) {
                costs.merge(Objects.requireNonNullElse(shard.currency(), ""), shard.cost(), BigDecimal::add);
            }
        }
        return costs;
    }
}
