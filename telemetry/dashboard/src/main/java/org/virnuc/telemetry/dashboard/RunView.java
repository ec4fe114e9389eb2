package org.virnuc.telemetry.dashboard;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.StageReport;
import org.virnuc.telemetry.history.Attempt;
import org.virnuc.telemetry.history.HistoryStatus;
import org.virnuc.telemetry.history.RunRow;
import org.virnuc.telemetry.report.JsonReport;
import org.virnuc.telemetry.report.MarkdownReport;

/**
 * Everything that is known about one run.
 *
 * @param row what lists show of it
 * @param attempt the attempt, with its origin
 * @param status its status, {@code crashed} if the process no longer exists
 * @param report the newest report; null if none was written, or none could be read
 * @param updatedAt when a running run last wrote its report; null if it has ended, or has not written one yet
 * @param attempts all attempts in the same directory, oldest first
 * @param samples the runs of samples that belong to this run, oldest first
 */
record RunView(
        RunRow row,
        Attempt attempt,
        HistoryStatus status,
        @Nullable RunReport report,
        @Nullable Instant updatedAt,
        List<RunRow> attempts,
        List<RunRow> samples) {
    /** Files of a run directory that may be shown, in the order of the page. */
    static final List<String> FILES = List.of(
            "report.html", "telemetry.md", "telemetry.json", "run.json", "calls.jsonl", "spans.jsonl", "virnuc.log");

    /** A run writes its report every ten seconds. One that has not for this long may be stuck. */
    private static final Duration SILENCE = Duration.ofSeconds(35);

    RunView {
        attempts = List.copyOf(attempts);
        samples = List.copyOf(samples);
    }

    /** @param attempt the attempt as it is now */
    static RunView of(RunRow row, Attempt attempt, List<RunRow> attempts, List<RunRow> samples) {
        boolean running = attempt.status() == HistoryStatus.RUNNING;
        Instant updated = running ? RunSource.lastWritten(Path.of(row.directory())) : null;
        return new RunView(row, attempt, attempt.status(), attempt.report(), updated, attempts, samples);
    }

    boolean isRunning() {
        return status == HistoryStatus.RUNNING;
    }

    /** Returns whether the run is called running and has not written anything for a while. */
    boolean isSilent(Instant now) {
        Instant last = updatedAt == null ? row.startedAt() : updatedAt;
        return isRunning() && Duration.between(last, now).compareTo(SILENCE) > 0;
    }

    /** Returns the name that a user gave the run, otherwise the last part of its directory. */
    String name() {
        return name(row);
    }

    static String name(RunRow row) {
        String given = row.description().label().name();
        if (given != null) {
            return given;
        }
        Path last = Path.of(row.directory()).getFileName();
        String name = last == null ? row.directory() : last.toString();
        return name.endsWith(".virnuc") ? name.substring(0, name.length() - ".virnuc".length()) : name;
    }

    /**
     * Returns a file of the run directory. Empty if its name is not one of {@link #FILES}, if it is not a regular file
     * of that directory, or if a later attempt has replaced it.
     */
    Optional<Path> file(String name) {
        if (!FILES.contains(name) || !isNewestAttempt()) {
            return Optional.empty();
        }
        Path path = Path.of(row.directory()).resolve(name);
        return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS) ? Optional.of(path) : Optional.empty();
    }

    /**
     * Returns the content of a report file as the history has it. Empty if its name is not {@code telemetry.json} or
     * {@code telemetry.md}, or if no report is known.
     */
    Optional<String> fromHistory(String name) {
        if (report == null) {
            return Optional.empty();
        }
        return switch (name) {
            case "telemetry.json" -> Optional.of(JsonReport.render(report));
            case "telemetry.md" -> Optional.of(MarkdownReport.render(report));
            default -> Optional.empty();
        };
    }

    boolean isNewestAttempt() {
        return attempts.isEmpty() || attempts.get(attempts.size() - 1).runId().equals(row.runId());
    }

    /** Returns how far an unfinished stage is, from 0 to 1; null if it has ended, or its size is unknown. */
    static @Nullable Double progress(StageReport stage) {
        Number expected = stage.metrics().get(StageReport.ITEMS_EXPECTED);
        if (expected == null || stage.itemsIn() == null || expected.doubleValue() <= 0) {
            return null;
        }
        return Math.min(1, stage.itemsIn() / expected.doubleValue());
    }
}
