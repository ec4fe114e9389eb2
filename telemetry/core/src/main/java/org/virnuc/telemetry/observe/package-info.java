/**
 * Adds telemetry to a pipeline that does not know about it. The stages are wrapped in the place where the pipeline is
 * composed.
 *
 * <p>Read in this order: {@link org.virnuc.telemetry.observe.Observer}, which wraps stages;
 * {@link org.virnuc.telemetry.observe.StageContext}, which carries the current stage to other threads.
 */
@NullMarked
package org.virnuc.telemetry.observe;

import org.jspecify.annotations.NullMarked;
