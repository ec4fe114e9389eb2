package org.virnuc.telemetry;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Closes the report of a run whose process is gone: the last thing written says {@code running}, and nobody else will ever say more.
 * Whoever calls it must know that the process is gone, such as by holding its lock.
 */
public final class CrashedRun {
    private CrashedRun() {}

    /** The report as {@code crashed}, ended when it was last written; stages that ran then failed with the figures they had. */
    public static RunReport closed(RunReport last) {
        if (last.status() != RunStatus.RUNNING) {
            throw new IllegalArgumentException(
                    "run " + last.runId() + " is " + last.status().word() + ", not running");
        }
        Instant lastSeen = after(last.startedAt(), last.wallSeconds());
        List<EventReport> events = new ArrayList<>(last.events());
        events.add(new EventReport(
                lastSeen, EventClass.STAGE, Severity.ERROR, null, "the run crashed " + where(last), Map.of()));
        RunReport crashed = last.toBuilder()
                .status(RunStatus.CRASHED)
                .endedAt(lastSeen)
                .stages(last.stages().stream().map(CrashedRun::closed).toList())
                .events(events, last.eventsDropped())
                .build();
        EstimateReport expected = last.estimate();
        return expected == null ? crashed : crashed.withEstimate(expected);
    }

    /** {@code in esm-2 at 400 of 1,200 items}, or {@code between stages}: how far the run is known to have come. */
    public static String where(RunReport last) {
        String stages = last.stages().stream()
                .filter(stage -> stage.status() == StageStatus.RUNNING)
                .map(CrashedRun::position)
                .collect(Collectors.joining(" and "));
        return stages.isEmpty() ? "between stages" : "in " + stages;
    }

    private static String position(StageReport stage) {
        Long done = stage.itemsIn();
        Number expected = stage.metrics().get(StageReport.ITEMS_EXPECTED);
        return stage.id()
                + (done == null
                        ? ""
                        : " at " + done + (expected == null ? "" : " of " + expected.longValue()) + " items");
    }

    private static StageReport closed(StageReport stage) {
        if (stage.status() != StageStatus.RUNNING) {
            return stage;
        }
        return stage.toBuilder()
                .status(StageStatus.FAILED)
                .endedAt(after(stage.startedAt(), stage.wallSeconds()))
                .build();
    }

    private static Instant after(Instant start, double seconds) {
        return start.plusNanos(Math.round(seconds * 1e9)).truncatedTo(ChronoUnit.MILLIS);
    }
}
