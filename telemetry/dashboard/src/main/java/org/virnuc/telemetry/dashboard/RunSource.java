package org.virnuc.telemetry.dashboard;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.history.Attempt;
import org.virnuc.telemetry.history.HistoryException;
import org.virnuc.telemetry.history.HistoryStatus;
import org.virnuc.telemetry.history.Origin;
import org.virnuc.telemetry.history.RunComparison;
import org.virnuc.telemetry.history.RunHistory;
import org.virnuc.telemetry.history.RunList;
import org.virnuc.telemetry.history.RunQuery;
import org.virnuc.telemetry.history.RunRow;
import org.virnuc.telemetry.history.RunSearch;
import org.virnuc.telemetry.history.RunTrends;
import org.virnuc.telemetry.report.JsonReport;
import org.virnuc.telemetry.report.ReportException;

/**
 * The runs that a dashboard shows: those of a history, which is only read, and those of run directories that were named.
 * A history that does not exist is empty, and is found once it does. One thread reads at a time.
 */
final class RunSource implements AutoCloseable {
    private static final String REPORT = "telemetry.json";
    private static final String ATTEMPTS = "attempts";

    private final @Nullable Path file;
    private final List<Path> directories;
    private @Nullable RunHistory history;
    private @Nullable Object opened;
    private @Nullable String problem;
    private RunHistory left;
    private Map<Path, FileTime> seen = Map.of();

    RunSource(@Nullable Path file, List<Path> directories) {
        this.file = file;
        this.directories = List.copyOf(directories);
        left = RunHistory.empty(Path.of("directories"));
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
        if (directories.isEmpty()) {
            return history == null ? List.of() : new RunSearch(history).page(query, offset, limit);
        }
        List<RunSearch.Found> all = new ArrayList<>(new RunSearch(left).page(query, 0, offset + limit));
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
        if (directories.isEmpty()) {
            return ofHistory;
        }
        RunSearch.Totals ofDirectories = new RunSearch(notInHistory()).totals(query);
        return ofHistory.plus(ofDirectories);
    }

    /** Returns the number of runs that match. */
    synchronized long count(RunQuery query) {
        return totals(query).runs();
    }

    /** Returns the figures of every day on which a run that matches started. Runs of directories are not among them. */
    synchronized NavigableMap<LocalDate, RunTrends.Day> days(RunQuery query) {
        refresh();
        return new RunTrends(history == null ? left : history).days(query);
    }

    /** Returns the values that runs have in a column. */
    synchronized List<RunSearch.Choice> choices(RunQuery.Facet facet) {
        refresh();
        List<RunSearch.Choice> all = new ArrayList<>();
        if (history != null) {
            all.addAll(new RunSearch(history).choices(facet));
        }
        for (RunSearch.Choice choice : new RunSearch(left).choices(facet)) {
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
        return in(history, id).or(() -> in(left, id));
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
        return RunComparison.of(history == null ? left : history, before, after);
    }

    /** Returns the running runs, newest first. */
    synchronized List<RunSearch.Found> running() {
        RunQuery running = new RunQuery(
                RunQuery.ALL.filter(),
                List.of(),
                Set.of(HistoryStatus.RUNNING),
                Map.of(),
                false,
                false,
                false,
                RunQuery.Order.STARTED,
                false);
        return page(running, 0, 100);
    }

    /** Returns a number that changes when any run changes, or another one appears. */
    synchronized long changes() {
        refresh();
        long hash = history == null ? 0 : history.changes();
        hash = 31 * hash + seen.hashCode();
        hash = 31 * hash + Objects.hashCode(opened);
        for (RunSearch.Found found : running()) {
            Path report = Path.of(found.row().directory()).resolve(REPORT);
            hash = 31 * hash + found.row().runId().hashCode();
            hash = 31 * hash + Objects.hashCode(modified(report));
        }
        return hash;
    }

    /** The runs of directories that the history does not have. */
    private RunHistory notInHistory() {
        if (history == null) {
            return left;
        }
        RunList known = new RunList(history);
        RunHistory rest = RunHistory.empty(Path.of("directories"));
        new RunList(left)
                .rows(RunQuery.ALL.filter()).stream()
                        .filter(row -> !has(known, row.runId()))
                        .forEach(row -> left.attempt(row.runId()).ifPresent(rest::record));
        return rest;
    }

    private void refresh() {
        openHistory();
        if (!directories.isEmpty()) {
            readDirectories();
        }
    }

    private void openHistory() {
        if (file == null) {
            return;
        }
        Object identity = identity(file);
        if (Objects.equals(identity, opened)) {
            return;
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

    private void readDirectories() {
        Map<Path, FileTime> found = new TreeMap<>();
        for (Path directory : directories) {
            collect(directory, found);
            each(directory, "*", child -> {
                if (Files.isDirectory(child)) {
                    collect(child, found);
                }
            });
        }
        if (found.equals(seen)) {
            return;
        }
        seen = found;
        left.close();
        left = RunHistory.empty(Path.of("directories"));
        found.keySet().forEach(this::read);
    }

    private static void collect(Path directory, Map<Path, FileTime> found) {
        add(directory.resolve(REPORT), found);
        each(directory.resolve(ATTEMPTS), "*.json", report -> add(report, found));
    }

    private static void add(Path report, Map<Path, FileTime> found) {
        FileTime time = modified(report);
        if (time != null) {
            found.put(report, time);
        }
    }

    private void read(Path report) {
        try {
            RunReport read = JsonReport.read(report);
            Path folder = Objects.requireNonNull(report.toAbsolutePath().getParent());
            Path directory = folder.endsWith(ATTEMPTS) ? Objects.requireNonNull(folder.getParent()) : folder;
            Attempt attempt = Attempt.of(read, Origin.unknown(directory));
            left.record(attempt);
        } catch (ReportException notOne) {
            // a file of that name that is no report is no run
        }
    }

    private static void each(Path folder, String pattern, Consumer<Path> taker) {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (DirectoryStream<Path> children = Files.newDirectoryStream(folder, pattern)) {
            children.forEach(taker);
        } catch (IOException | DirectoryIteratorException e) {
            // not readable: shows no runs
        }
    }

    private static @Nullable FileTime modified(Path path) {
        try {
            return Files.isRegularFile(path) ? Files.getLastModifiedTime(path) : null;
        } catch (IOException gone) {
            return null;
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
        left.close();
    }

    /** Returns the time at which a report was last written; null if there is none. */
    static @Nullable Instant lastWritten(Path directory) {
        FileTime time = modified(directory.resolve(REPORT));
        return time == null ? null : time.toInstant();
    }
}
