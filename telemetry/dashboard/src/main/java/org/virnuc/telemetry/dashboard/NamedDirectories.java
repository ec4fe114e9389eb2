package org.virnuc.telemetry.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.history.Attempt;
import org.virnuc.telemetry.history.HistoryStatus;
import org.virnuc.telemetry.history.Origin;
import org.virnuc.telemetry.history.RunDescription;
import org.virnuc.telemetry.history.RunHistory;
import org.virnuc.telemetry.report.JsonReport;
import org.virnuc.telemetry.report.ReportException;

/**
 * The runs of directories that were named: by their reports, or, where telemetry was off and the run has ended, by what
 * {@code run.json} says.
 */
final class NamedDirectories implements AutoCloseable {
    static final String REPORT = "telemetry.json";
    private static final String ATTEMPTS = "attempts";
    private static final String DESCRIPTION = "run.json";

    /** The last file that a run writes, whether it has telemetry or not. */
    private static final String LAST = "report.html";

    private final List<Path> directories;
    private RunHistory runs = RunHistory.empty(Path.of("directories"));
    private Map<Path, FileTime> seen = Map.of();

    NamedDirectories(List<Path> directories) {
        this.directories = List.copyOf(directories);
    }

    boolean isEmpty() {
        return directories.isEmpty();
    }

    /** Returns the runs as they were at the last {@link #refresh}. */
    RunHistory runs() {
        return runs;
    }

    /** Returns the files that were read, each with its time. */
    Map<Path, FileTime> seen() {
        return seen;
    }

    /** Reads all directories again if a file in them has changed. */
    void refresh() {
        if (directories.isEmpty()) {
            return;
        }
        Map<Path, FileTime> found = new TreeMap<>();
        for (Path directory : directories) {
            collect(directory, found);
            each(directory, "*", child -> {
                if (Files.isDirectory(child)) {
                    collect(child, found);
                }
            });
        }
        if (!found.equals(seen)) {
            seen = found;
            runs.close();
            runs = RunHistory.empty(Path.of("directories"));
            found.keySet().forEach(this::read);
        }
    }

    private static void collect(Path directory, Map<Path, FileTime> found) {
        add(directory.resolve(REPORT), found);
        each(directory.resolve(ATTEMPTS), "*.json", report -> add(report, found));
        FileTime described = modified(directory.resolve(DESCRIPTION));
        FileTime ended = modified(directory.resolve(LAST));
        if (!found.containsKey(directory.resolve(REPORT))
                && described != null
                && ended != null
                && ended.compareTo(described) >= 0) {
            found.put(directory.resolve(DESCRIPTION), described);
        }
    }

    private static void add(Path report, Map<Path, FileTime> found) {
        FileTime time = modified(report);
        if (time != null) {
            found.put(report, time);
        }
    }

    private void read(Path file) {
        Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent());
        if (file.endsWith(DESCRIPTION)) {
            described(file, folder);
            return;
        }
        try {
            RunReport read = JsonReport.read(file);
            Path directory = folder.endsWith(ATTEMPTS) ? Objects.requireNonNull(folder.getParent()) : folder;
            runs.record(Attempt.of(read, Origin.unknown(directory)));
        } catch (ReportException notOne) {
            // a file of that name that is no report is no run
        }
    }

    /** Adds a run of which only id, command, version and start are known. */
    private void described(Path file, Path directory) {
        try {
            JsonNode run = JsonMapper.builder().build().readTree(file.toFile());
            String id = run.path("run_id").asText();
            if (!id.isEmpty()) {
                runs.record(new Attempt(
                        id,
                        Origin.unknown(directory),
                        run.path("command").asText(),
                        run.path("version").asText(),
                        Objects.requireNonNull(seen.get(file)).toInstant(),
                        HistoryStatus.DONE,
                        RunDescription.NONE,
                        null));
            }
        } catch (IOException unreadable) {
            // a file of that name that cannot be read is no run
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

    /** Returns when a file was last written; null if there is none. */
    static @Nullable FileTime modified(Path path) {
        try {
            return Files.isRegularFile(path) ? Files.getLastModifiedTime(path) : null;
        } catch (IOException gone) {
            return null;
        }
    }

    @Override
    public void close() {
        runs.close();
    }
}
