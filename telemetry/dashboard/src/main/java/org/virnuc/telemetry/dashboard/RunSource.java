package org.virnuc.telemetry.dashboard;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.history.HistoryException;
import org.virnuc.telemetry.history.RunComparison;
import org.virnuc.telemetry.history.RunHistory;
import org.virnuc.telemetry.history.RunList;
import org.virnuc.telemetry.history.RunQuery;
import org.virnuc.telemetry.history.RunRow;
import org.virnuc.telemetry.history.RunSearch;
import org.virnuc.telemetry.history.RunTrends;

/**
 * The runs that a dashboard shows: those of a history, which is only read, and those of run directories that were named.
 * A history that does not exist is empty, and is found once it does. One thread reads at a time.
 */
final class RunSource implements AutoCloseable {
    private final @Nullable Path file;
    private @Nullable RunHistory history;
    private @Nullable Object opened;
    private @Nullable String problem;
    private final NamedDirectories named;

    RunSource(@Nullable Path file, List<Path> directories) {
        this.file = file;
        this.named = new NamedDirectories(directories);
        refresh();
    }

    /** Returns why the history cannot be read; null if it can, or if there is none. */
    synchronized @Nullable String problem() {
        refresh();
        return problem;
    }

    /** Returns the runs that match, after leaving out the first {@code offset}. */
    synchronized List<RunSearch.Found> page(RunQuery query, int offset, int limit) {
        refresh();
        if (named.isEmpty()) {
            return history == null ? List.of() : new RunSearch(history).page(query, offset, limit);
        }
        List<RunSearch.Found> all = new ArrayList<>(new RunSearch(named.runs()).page(query, 0, offset + limit));
        if (history != null) {
            RunList known = new RunList(history);
            all.removeIf(found -> has(known, found.row().runId()));
            all.addAll(new RunSearch(history).page(query, 0, offset + limit));
        }
        all.sort(comparator(query));
        return all.stream().skip(offset).limit(limit).toList();
    }

    private static boolean has(RunList runs, String id) {
        try {
            return runs.find(id).runId().equals(id);
        } catch (HistoryException none) {
            return false;
        }
    }

    private static Comparator<RunSearch.Found> comparator(RunQuery query) {
        Comparator<RunSearch.Found> order =
                switch (query.order()) {
                    case STARTED -> Comparator.comparing(found -> found.row().startedAt());
                    case STATUS ->
                        Comparator.comparing(found -> found.row().status().word());
                    case DIRECTORY -> Comparator.comparing(found -> found.row().directory());
                    case WALL ->
                        Comparator.comparingDouble(
                                found -> Objects.requireNonNullElse(found.row().wallSeconds(), -1.0));
                    case COST ->
                        Comparator.comparingDouble(found -> found.row().cost() == null
                                ? -1
                                : found.row().cost().doubleValue());
                    case TOKENS -> Comparator.comparingLong(found -> found.row().tokens());
                    case WARNINGS ->
                        Comparator.comparingLong(found -> found.row().warnings());
                    case MODELS -> Comparator.comparing(found -> found.row().models());
                    case OUTCOME -> Comparator.comparingLong(found -> counted(found.row()));
                };
        return query.ascending() ? order : order.reversed();
    }

    /** The first count that lists show; -1 if there is none. */
    private static long counted(RunRow row) {
        List<Long> counts = List.copyOf(row.outcome().values());
        return counts.isEmpty() ? -1 : counts.get(Math.min(1, counts.size() - 1));
    }

    /** Returns the totals of all runs that match. */
    synchronized RunSearch.Totals totals(RunQuery query) {
        refresh();
        RunSearch.Totals ofHistory = history == null ? RunSearch.Totals.NONE : new RunSearch(history).totals(query);
        if (named.isEmpty()) {
            return ofHistory;
        }
        RunSearch.Totals ofDirectories = new RunSearch(notInHistory()).totals(query);
        return ofHistory.plus(ofDirectories);
    }

    /** Returns the number of runs that match. */
    synchronized long count(RunQuery query) {
        refresh();
        return (history == null ? 0 : new RunSearch(history).count(query))
                + (named.isEmpty() ? 0 : new RunSearch(notInHistory()).count(query));
    }

    /** Returns the figures of every day on which a run that matches started. */
    synchronized NavigableMap<LocalDate, RunTrends.Day> days(RunQuery query) {
        refresh();
        NavigableMap<LocalDate, RunTrends.Day> days =
                history == null ? new TreeMap<>() : new RunTrends(history).days(query);
        if (!named.isEmpty()) {
            new RunTrends(notInHistory()).addTo(days, query);
        }
        return days;
    }

    /** Returns the values that runs have in a column. */
    synchronized List<RunSearch.Choice> choices(RunQuery.Facet facet) {
        refresh();
        List<RunSearch.Choice> all = new ArrayList<>();
        if (history != null) {
            all.addAll(new RunSearch(history).choices(facet));
        }
        for (RunSearch.Choice choice : new RunSearch(named.runs()).choices(facet)) {
            if (all.stream().noneMatch(other -> other.value().equals(choice.value()))) {
                all.add(choice);
            }
        }
        return all;
    }

    /** Returns the tags that runs have. */
    synchronized List<RunSearch.Choice> tags() {
        refresh();
        return history == null ? List.of() : new RunSearch(history).tags();
    }

    /** Returns the run with that id; empty if there is none. */
    synchronized Optional<RunView> run(String id) {
        refresh();
        return in(history, id).or(() -> in(named.runs(), id));
    }

    private static Optional<RunView> in(@Nullable RunHistory runs, String id) {
        if (runs == null) {
            return Optional.empty();
        }
        return runs.current(id).map(attempt -> {
            RunList list = new RunList(runs);
            RunRow row = list.find(id);
            return RunView.of(row, attempt, list.attempts(row.directory()), list.samples(id));
        });
    }

    /** Compares two runs that have reports. */
    synchronized RunComparison compare(RunReport before, RunReport after) {
        refresh();
        return RunComparison.of(history == null ? named.runs() : history, before, after);
    }

    private List<RunSearch.Found> running() {
        List<RunSearch.Found> running = new ArrayList<>(new RunSearch(named.runs()).running());
        if (history != null) {
            running.addAll(new RunSearch(history).running());
        }
        return running;
    }

    /** Returns a number that changes when any run changes, or another one appears. */
    synchronized long changes() {
        refresh();
        long hash = history == null ? 0 : history.changes();
        hash = 31 * hash + named.seen().hashCode();
        hash = 31 * hash + Objects.hashCode(opened);
        for (RunSearch.Found found : running()) {
            Path report = Path.of(found.row().directory()).resolve(NamedDirectories.REPORT);
            hash = 31 * hash + found.row().runId().hashCode();
            hash = 31 * hash + Objects.hashCode(NamedDirectories.modified(report));
        }
        return hash;
    }

    /** The runs of directories that the history does not have. */
    private RunHistory notInHistory() {
        if (history == null) {
            return named.runs();
        }
        RunList known = new RunList(history);
        RunHistory rest = RunHistory.empty(Path.of("directories"));
        new RunList(named.runs())
                .rows(RunQuery.ALL.filter()).stream()
                        .filter(row -> !has(known, row.runId()))
                        .forEach(row -> named.runs().attempt(row.runId()).ifPresent(rest::record));
        return rest;
    }

    private void refresh() {
        openHistory();
        named.refresh();
    }

    private void openHistory() {
        if (file == null) {
            return;
        }
        Object identity = identity(file);
        if (Objects.equals(identity, opened) && problem == null) {
            return; // one that could not be read may just be being made
        }
        closeHistory();
        opened = identity;
        problem = null;
        if (identity != null) {
            try {
                history = RunHistory.openReadOnly(file);
            } catch (HistoryException e) {
                problem = e.getMessage();
            }
        }
    }

    private static @Nullable Object identity(Path path) {
        try {
            Object key = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
            return key == null ? path : key;
        } catch (IOException none) {
            return null;
        }
    }

    private void closeHistory() {
        if (history != null) {
            history.close();
            history = null;
        }
    }

    @Override
    public synchronized void close() {
        closeHistory();
        named.close();
    }

    /** Returns the time at which a report was last written; null if there is none. */
    static @Nullable Instant lastWritten(Path directory) {
        FileTime time = NamedDirectories.modified(directory.resolve(NamedDirectories.REPORT));
        return time == null ? null : time.toInstant();
    }
}
