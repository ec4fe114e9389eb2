/**
 * Writes the full telemetry tier: one line for each model call, stage and event of a run. Payloads are shortened, and
 * sequences are never written.
 *
 * <p>Read in this order: {@link org.virnuc.telemetry.trace.TraceFiles}, which writes the lines;
 * {@link org.virnuc.telemetry.trace.Snapshot}, which shortens payloads.
 */
@NullMarked
package org.virnuc.telemetry.trace;

import org.jspecify.annotations.NullMarked;
