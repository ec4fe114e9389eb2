package org.virnuc.telemetry;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Closes the report of a run whose process has died. Such a report still says {@code running}, and its own process can
 * no longer correct it. Call this only when the process is known to be gone, for example while holding its lock.
 */
public final class CrashedRun {
    private CrashedRun() {}

    /**
     * Returns the report with status {@code crashed} and the time it was last written as its end. Stages that were
     * running become failed and keep the figures they had.
     */
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

    /** Describes how far the run got, for example {@code in esm-2 at 400 of 1,200 items}, or {@code between stages}. */
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
