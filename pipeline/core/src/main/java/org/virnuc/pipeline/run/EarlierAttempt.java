package org.virnuc.pipeline.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.virnuc.files.AtomicFile;
import org.virnuc.files.Leftovers;
import org.virnuc.telemetry.CrashedRun;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.RunStatus;
import org.virnuc.telemetry.report.JsonReport;
import org.virnuc.telemetry.report.ReportException;

/**
 * Keeps the report of an earlier attempt that did not finish, because a new run replaces {@code telemetry.json} and the
 * time of the earlier attempt would be lost.
 */
final class EarlierAttempt {
    /**
     * The maximum number of reports; older ones are removed, so that a job that fails every minute does not fill the
     * disk.
     */
    private static final int KEPT = 100;

    private static final Pattern SAFE_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
    private static final Logger LOG = LoggerFactory.getLogger(EarlierAttempt.class);

    private EarlierAttempt() {}

    /**
     * Copies {@code report} into {@code folder} unless its run finished. A run still marked as running is recorded as
     * crashed, because the caller holds the directory's lock.
     *
     * @return a message about the crash; empty if there was none
     */
    static Optional<String> keep(Path report, Path folder) throws IOException {
        if (!Files.isRegularFile(report)) {
            return Optional.empty();
        }
        RunReport last;
        try {
            last = JsonReport.read(report);
        } catch (ReportException e) {
            LOG.debug("the earlier report is not kept", e);
            return Optional.empty();
        }
        if (last.status() == RunStatus.DONE || !SAFE_NAME.matcher(last.runId()).matches()) {
            return Optional.empty();
        }
        boolean crashed = last.status() == RunStatus.RUNNING;
        Leftovers.remove(Files.createDirectories(folder), name -> true);
        Path kept = folder.resolve(last.runId() + ".json");
        AtomicFile.write(kept, JsonReport.render(crashed ? CrashedRun.closed(last) : last));
        removeOldest(folder);
        return crashed
                ? Optional.of("the run before, " + last.runId() + ", crashed " + CrashedRun.where(last)
                        + "; its report is " + folder.getFileName() + "/" + kept.getFileName())
                : Optional.empty();
    }

    /** Removes the oldest reports. Run ids start with the time, so their names sort by it. */
    private static void removeOldest(Path folder) throws IOException {
        List<Path> reports;
        try (Stream<Path> files = Files.list(folder)) {
            reports = files.filter(file -> file.toString().endsWith(".json"))
                    .sorted(Comparator.comparing(Path::toString))
                    .toList();
        }
        for (Path oldest : reports.subList(0, Math.max(0, reports.size() - KEPT))) {
            Files.delete(oldest);
        }
    }
}
