package org.virnuc.telemetry.report;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.virnuc.telemetry.BaselineReport;
import org.virnuc.telemetry.OriginalStage;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.StageReport;
import org.virnuc.telemetry.StageStatus;

/**
 * An earlier run that later ones are compared with, stage by stage.
 *
 * <p>Rules, so that a speed-up is never owed to a checkpoint: a stage is compared only if this run executed it to its end and from its
 * beginning. The baseline's time is its wall time, or what the stage cost originally if the baseline skipped it. Stages that worked on
 * different numbers of items are not compared. The overall speed-up is over the stages compared, together. Where an id occurs twice in
 * a run, its last row counts.
 */
public final class Baseline {
    private static final String REPORT = "telemetry.json";

    private final String name;
    private final RunReport run;

    Baseline(String name, RunReport run) {
        this.name = name;
        this.run = run;
    }

    /**
     * Reads the report of an earlier run.
     *
     * @param path its run directory, or its {@code telemetry.json}
     * @throws ReportException where there is none; the message names the path and what to give instead
     */
    public static Baseline read(Path path) {
        Path file = Files.isDirectory(path) ? path.resolve(REPORT) : path;
        if (!Files.isRegularFile(file)) {
            String found = Files.isDirectory(path) ? "the directory holds no " + REPORT : "there is no such file";
            throw new ReportException("baseline " + path + ": " + found
                    + "; give the directory of an earlier run, or a telemetry.json out of one");
        }
        return new Baseline(name(file), JsonReport.read(file));
    }

    /** A run whose report was read already, under a name of its own. */
    public static Baseline of(String name, RunReport run) {
        return new Baseline(name, run);
    }

    /** Compares {@code current} with this baseline; {@link RunReport#withBaseline} adds the result to the report. */
    public BaselineReport compare(RunReport current) {
        Map<String, StageReport> now = byId(current);
        Map<String, BaselineReport.Stage> stages = new LinkedHashMap<>();
        double before = 0;
        double after = 0;
        for (StageReport old : byId(run).values()) {
            StageReport stage = now.get(old.id());
            Double seconds = seconds(old);
            String obstacle = obstacle(old, stage);
            if (obstacle == null && seconds != null && stage != null) {
                before += seconds;
                after += stage.wallSeconds();
                stages.put(old.id(), new BaselineReport.Stage(seconds, factor(seconds, stage.wallSeconds()), null));
            } else {
                stages.put(old.id(), new BaselineReport.Stage(seconds, null, obstacle));
            }
        }
        return new BaselineReport(name, rounded(before), after > 0 ? (Double) factor(before, after) : null, stages);
    }

    /** The folder tells runs apart; the file is called the same in all of them. */
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

    /** Why the two cannot be compared; null where they can. */
    private static @Nullable String obstacle(StageReport old, @Nullable StageReport stage) {
        if (stage == null) {
            return "not in this run";
        }
        if (stage.status() != StageStatus.DONE) {
            return stage.status().word() + " in this run";
        }
        if (seconds(old) == null) {
            return old.status().word() + " in the baseline";
        }
        if (stage.itemsReused() > 0 || old.itemsReused() > 0) {
            return "resumed half-way in " + (stage.itemsReused() > 0 ? "this run" : "the baseline");
        }
        Long items = stage.itemsIn();
        Long oldItems = old.itemsIn();
        if (items != null && oldItems != null && !items.equals(oldItems)) {
            return Figures.count(items) + " items against " + Figures.count(oldItems);
        }
        return stage.wallSeconds() == 0 ? "no time measured in this run" : null;
    }

    private static double factor(double before, double after) {
        return Math.round(1e3 * before / after) / 1e3;
    }

    private static double rounded(double seconds) {
        return Math.round(1e6 * seconds) / 1e6;
    }
}
