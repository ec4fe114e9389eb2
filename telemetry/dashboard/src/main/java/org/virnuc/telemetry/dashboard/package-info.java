/**
 * Shows the history of runs, and those that are running, in a browser on the same machine.
 *
 * <p>Read in this order: {@link org.virnuc.telemetry.dashboard.Dashboard}, the entry;
 * {@link org.virnuc.telemetry.dashboard.RunSource}, where runs come from;
 * {@link org.virnuc.telemetry.dashboard.Guard}, who may ask; {@link org.virnuc.telemetry.dashboard.RunsPage} and
 * {@link org.virnuc.telemetry.dashboard.RunPanel}, what is shown. The addresses of the API are in
 * {@link org.virnuc.telemetry.dashboard.Api}.
 */
@NullMarked
package org.virnuc.telemetry.dashboard;

import org.jspecify.annotations.NullMarked;
