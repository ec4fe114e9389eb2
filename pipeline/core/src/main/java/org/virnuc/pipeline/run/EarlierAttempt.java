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
 * Keeps what an earlier attempt in a run directory came to, where it did not come to its end: a new run writes its own {@code
 * telemetry.json}, and the time the earlier one took would be forgotten.
 */
final class EarlierAttempt {
    /** Reports beyond these are removed, oldest first: a job that fails every minute must not fill the disk. */
    private static final int KEPT = 100;

    private static final Pattern SAFE_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
    private static final Logger LOG = LoggerFactory.getLogger(EarlierAttempt.class);

    private EarlierAttempt() {}

    /**
     * Copies {@code report} into {@code folder} unless its run was done; a run still called running is closed as crashed, because whoever
     * calls this holds the directory.
     *
     * @return what to tell of a crash; empty where there was none
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

    /** Run ids begin with the time, so names sort by it. */
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
