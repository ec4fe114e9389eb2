package org.virnuc.telemetry.report;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.virnuc.files.PublicApi;
import org.virnuc.telemetry.BaselineReport;
import org.virnuc.telemetry.OriginalStage;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.StageReport;
import org.virnuc.telemetry.StageStatus;

/**
 * An earlier run with which later runs are compared, stage by stage.
 *
 * <p>The rules make sure that a speed-up never comes from a checkpoint. A stage is compared only if this run executed
 * it from beginning to end. If the baseline skipped the stage, its original execution is used. Stages that processed
 * different numbers of items are not compared. The overall speed-up covers all compared stages together. If an id
 * occurs more than once in a run, its last entry counts.
 */
@PublicApi
public final class Baseline {
    private static final String REPORT = "telemetry.json";

    private final String name;
    private final RunReport run;
    private final String there;
    private final String here;

    Baseline(String name, RunReport run) {
        this(name, run, "the baseline", "this run");
    }

    private Baseline(String name, RunReport run, String there, String here) {
        this.name = name;
        this.run = run;
        this.there = there;
        this.here = here;
    }

    /**
     * Reads the report of an earlier run.
     *
     * @param path the run directory, or its {@code telemetry.json}
     * @throws ReportException if there is no readable report; the message names the path and says what to give instead
     */
    public static Baseline read(Path path) {
        Path file = Files.isDirectory(path) ? path.resolve(REPORT) : path;
        if (!Files.isRegularFile(file)) {
            String found = Files.isDirectory(path) ? "the directory holds no " + REPORT : "there is no such file";
            throw new ReportException("baseline " + path + ": " + found
                    + "; give the directory of an earlier run, or its telemetry.json");
        }
        return new Baseline(name(file), JsonReport.read(file));
    }

    /** Creates a baseline from a report that was already read. */
    public static Baseline of(String name, RunReport run) {
        return new Baseline(name, run);
    }

    /** Creates a baseline for the comparison of two runs, in which reasons call the baseline before and the other after. */
    public static Baseline before(RunReport run) {
        return new Baseline(run.runId(), run, "before", "after");
    }

    /** Compares {@code current} with this baseline. {@link RunReport#withBaseline} adds the result to the report. */
    public BaselineReport compare(RunReport current) {
        Map<String, StageReport> now = byId(current);
        Map<String, BaselineReport.StageSpeedup> stages = new LinkedHashMap<>();
        double before = 0;
        double after = 0;
        for (StageReport old : byId(run).values()) {
            StageReport stage = now.get(old.id());
            Double seconds = seconds(old);
            String obstacle = obstacle(old, stage);
            if (obstacle == null && seconds != null && stage != null) {
                before += seconds;
                after += stage.wallSeconds();
                double factor = factor(seconds, stage.wallSeconds());
                stages.put(old.id(), new BaselineReport.StageSpeedup(seconds, factor, null, executedBy(old)));
            } else {
                stages.put(old.id(), new BaselineReport.StageSpeedup(seconds, null, obstacle, executedBy(old)));
            }
        }
        return new BaselineReport(name, rounded(before), after > 0 ? (Double) factor(before, after) : null, stages);
    }

    /** Returns the name of the folder, because the file has the same name in every run. */
    private static String name(Path file) {
        Path absolute = file.toAbsolutePath().normalize();
        int names = absolute.getNameCount();
        boolean inRun = names > 1 && absolute.endsWith(REPORT);
        return absolute.getName(inRun ? names - 2 : names - 1).toString();
    }

    private static Map<String, StageReport> byId(RunReport report) {
        Map<String, StageReport> stages = new LinkedHashMap<>();
        report.stages().forEach(stage -> stages.put(stage.id(), stage));
        return stages;
    }

    private static @Nullable Double seconds(StageReport old) {
        OriginalStage original = old.original();
        if (old.status() == StageStatus.SKIPPED) {
            return original == null ? null : (Double) original.wallSeconds();
        }
        return old.status() == StageStatus.DONE ? (Double) old.wallSeconds() : null;
    }

    private static @Nullable String executedBy(StageReport old) {
        OriginalStage original = old.original();
        return old.status() == StageStatus.SKIPPED && original != null ? original.runId() : null;
    }

    /** Returns why two stages cannot be compared; null if they can. */
    private @Nullable String obstacle(StageReport old, @Nullable StageReport stage) {
        if (stage == null) {
            return "not in " + here;
        }
        if (stage.status() != StageStatus.DONE) {
            return stage.status().word() + " in " + here;
        }
        if (seconds(old) == null) {
            return old.status().word() + " in " + there;
        }
        if (stage.itemsReused() > 0 || old.itemsReused() > 0) {
            return "resumed half-way in " + (stage.itemsReused() > 0 ? here : there);
        }
        Long items = stage.itemsIn();
        Long oldItems = old.itemsIn();
        if (items != null && oldItems != null && !items.equals(oldItems)) {
            return Figures.count(items) + " items against " + Figures.count(oldItems);
        }
        return stage.wallSeconds() == 0 ? "no time measured in " + here : null;
    }

    private static double factor(double before, double after) {
        return Math.round(1e3 * before / after) / 1e3;
    }

    private static double rounded(double seconds) {
        return Math.round(1e6 * seconds) / 1e6;
    }
}
