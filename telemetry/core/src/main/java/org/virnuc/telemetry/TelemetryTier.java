package org.virnuc.telemetry;

/** How much of a run is written down. */
public enum TelemetryTier {
    /** Nothing: no files, nothing measured but time. */
    OFF,
    /** The report, for whoever runs a pipeline. */
    SUMMARY,
    /** The report and a line for every model call, stage and event, for whoever works on a pipeline. */
    FULL
}
