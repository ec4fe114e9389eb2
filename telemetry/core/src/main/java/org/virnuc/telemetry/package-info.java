/**
 * Where the time of a run went, what it produced and which models it called; a library that any JVM pipeline can use, without a word
 * about biology or about an inference engine. Telemetry may fail, the run it watches may not fail because of it.
 *
 * <p>Read {@link org.virnuc.telemetry.PipelineTelemetry} first, then {@link org.virnuc.telemetry.StageSpan}, {@link
 * org.virnuc.telemetry.TelemetryEvent} (what consumers see) and {@link org.virnuc.telemetry.RunReport} (what is written down). {@link
 * org.virnuc.telemetry.Alerts} says which figures and guardrail hits of a run are worth a warning.
 */
@NullMarked
package org.virnuc.telemetry;

import org.jspecify.annotations.NullMarked;
