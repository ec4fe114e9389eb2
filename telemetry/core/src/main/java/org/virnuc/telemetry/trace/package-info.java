/**
 * The full tier: a line for every model call, stage and event of a run. Read {@link org.virnuc.telemetry.trace.TraceFiles} first; {@link
 * org.virnuc.telemetry.trace.Snapshot} says what of a payload is kept.
 */
@NullMarked
package org.virnuc.telemetry.trace;

import org.jspecify.annotations.NullMarked;
