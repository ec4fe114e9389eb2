package org.virnuc.telemetry.report;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.virnuc.telemetry.ResourceFigures;
import org.virnuc.telemetry.RunReport;
import org.virnuc.telemetry.StageReport;

/** The resources that each executed stage and the run used, as a table. Unknown values are dashes. */
final class ResourceTable {
    private static final String UNKNOWN = "-";

    private ResourceTable() {}

    /** Returns the table; without rows if nothing was measured. */
    static Table of(RunReport run) {
        Table table = new Table(
                1,
                List.of(
                        "Stage",
                        "CPU",
                        "Children's CPU",
                        "Peak memory",
                        "Allocated",
                        "GC",
                        "Read",
                        "Written",
                        "Retries"));
        if (run.resources().equals(ResourceFigures.UNKNOWN)) {
            return table;
        }
        for (StageReport stage : run.stages()) {
            if (stage.executed()) {
                String cpu = sum(stage.cpuUserSeconds(), stage.cpuSystemSeconds());
                table.add(row(stage.id(), cpu, stage.resources(), stage.retries()));
            }
        }
        String cpu = sum(run.cpuUserSeconds(), run.cpuSystemSeconds());
        table.add(row("total", cpu, run.resources(), run.retries()));
        return table;
    }

    private static List<String> row(String name, String cpu, ResourceFigures used, @Nullable Long retries) {
        return List.of(
                name,
                cpu,
                sum(used.childCpuUserSeconds(), used.childCpuSystemSeconds()),
                bytes(used.peakRssBytes()),
                bytes(used.allocatedBytes()),
                used.gcSeconds() == null ? UNKNOWN : Figures.seconds(used.gcSeconds()),
                bytes(used.bytesRead()),
                bytes(used.bytesWritten()),
                retries == null ? UNKNOWN : Figures.count(retries));
    }

    private static String sum(@Nullable Double user, @Nullable Double system) {
        return user == null || system == null ? UNKNOWN : Figures.seconds(user + system);
    }

    private static String bytes(@Nullable Long count) {
        return count == null ? UNKNOWN : Figures.bytes(count);
    }
}
