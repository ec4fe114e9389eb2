/**
 * Measures where the time of a pipeline run went, what the run produced and which models it called. Any JVM pipeline
 * can use this library, and a failure in telemetry never fails the run.
 *
 * <p>Read in this order: {@link org.virnuc.telemetry.PipelineTelemetry}, the entry point;
 * {@link org.virnuc.telemetry.StageSpan}, a running stage; {@link org.virnuc.telemetry.TelemetryEvent}, what sinks
 * receive; {@link org.virnuc.telemetry.RunReport}, what is written to {@code telemetry.json};
 * {@link org.virnuc.telemetry.Alerts}, which turns figures and guardrail hits into warnings.
 */
@NullMarked
package org.virnuc.telemetry;

import org.jspecify.annotations.NullMarked;
