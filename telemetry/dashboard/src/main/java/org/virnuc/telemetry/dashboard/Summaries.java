package org.virnuc.telemetry.dashboard;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.virnuc.telemetry.history.RunQuery;
import org.virnuc.telemetry.history.RunSearch;

/**
 * What needs a look at every run: totals, and the values that can be chosen in the form. A page waits for it only briefly, so that
 * its rows are there at once however long the history is; what comes too late is shown when the page is renewed.
 */
final class Summaries {
    private static final Duration PATIENCE = Duration.ofMillis(100);

    /** Values to choose from change rarely. Finding them must not take more than this part of all time. */
    private static final int EFFORT = 20;

    private static final int KEPT = 32;

    /** The values that runs have, by facet, and their tags. */
    record Choices(Map<RunQuery.Facet, List<RunSearch.Choice>> facets, List<RunSearch.Choice> tags) {
        static final Choices NONE = new Choices(Map.of(), List.of());
    }

    private final RunSource shown;
    private final RunSource source;
    private final Executor executor;
    private final AtomicLong late = new AtomicLong();
    private final Map<String, Long> asOf = new HashMap<>();
    private final Map<String, CompletableFuture<RunSearch.Totals>> totals = new LinkedHashMap<>();
    private CompletableFuture<Choices> choices = CompletableFuture.completedFuture(Choices.NONE);
    private volatile Instant chooseAgain = Instant.MIN;
    private Choices known = Choices.NONE;

    /**
     * Creates summaries of nothing yet.
     *
     * @param shown what pages show
     * @param source the same runs, read only here, so that pages need not wait for it
     */
    Summaries(RunSource shown, RunSource source, Executor executor) {
        this.shown = shown;
        this.source = source;
        this.executor = executor;
    }

    /** Returns a number that changes when something has come for which a page did not wait. */
    long late() {
        return late.get();
    }

    /** Returns the totals of the runs that an address selects; empty if they take longer than a page waits. */
    Optional<RunSearch.Totals> totals(Address address, Instant now) {
        return get(future(address, now));
    }

    private synchronized CompletableFuture<RunSearch.Totals> future(Address address, Instant now) {
        String key = address.selection();
        long changes = shown.changes();
        CompletableFuture<RunSearch.Totals> running = totals.get(key);
        if (running == null || (running.isDone() && !Long.valueOf(changes).equals(asOf.get(key)))) {
            RunQuery query = address.query(now);
            running = start(() -> source.totals(query));
            totals.remove(key);
            totals.put(key, running);
            asOf.put(key, changes);
            if (totals.size() > KEPT) {
                String oldest = totals.keySet().iterator().next();
                totals.remove(oldest);
                asOf.remove(oldest);
            }
        }
        return running;
    }

    /** Returns the values to choose from, as they were a little while ago. */
    Choices choices() {
        CompletableFuture<Choices> newest = choicesFuture(Instant.now());
        Optional<Choices> there = get(newest);
        synchronized (this) {
            known = there.orElse(known);
            return known;
        }
    }

    private synchronized CompletableFuture<Choices> choicesFuture(Instant now) {
        if (choices.isDone() && chooseAgain.isBefore(now)) {
            choices = start(() -> {
                Map<RunQuery.Facet, List<RunSearch.Choice>> facets = new EnumMap<>(RunQuery.Facet.class);
                for (RunQuery.Facet facet : RunQuery.Facet.values()) {
                    facets.put(facet, source.choices(facet));
                }
                Choices found = new Choices(facets, source.tags());
                Instant end = Instant.now();
                chooseAgain = end.plus(Duration.between(now, end).multipliedBy(EFFORT));
                return found;
            });
        }
        return choices;
    }

    private <T> CompletableFuture<T> start(Supplier<T> work) {
        return CompletableFuture.supplyAsync(
                () -> {
                    Instant begin = Instant.now();
                    try {
                        return work.get();
                    } finally {
                        if (begin.plus(PATIENCE).isBefore(Instant.now())) {
                            late.incrementAndGet();
                        }
                    }
                },
                executor);
    }

    private static <T> Optional<T> get(CompletableFuture<T> future) {
        try {
            return Optional.of(future.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException tooLate) {
            return Optional.empty();
        } catch (ExecutionException | CancellationException unreadable) {
            return Optional.empty(); // the list says why the history cannot be read
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
