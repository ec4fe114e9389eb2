package org.virnuc.telemetry;

import org.virnuc.files.PublicApi;

/** How much telemetry a run writes to files. */
@PublicApi
public enum TelemetryTier {
    /** No files. Only time is measured. */
    OFF,
    /** The report, for people who run a pipeline. */
    SUMMARY,
    /** The report, plus a line for each model call, stage and event, for people who develop a pipeline. */
    FULL
}
