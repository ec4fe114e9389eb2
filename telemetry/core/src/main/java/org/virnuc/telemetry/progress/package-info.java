/**
 * Displays the progress of a run on a terminal or in a log. A long stage without progress still produces output, so
 * that a user sees that the run is alive.
 *
 * <p>Read {@link org.virnuc.telemetry.progress.ProgressDisplay}; the other classes word its lines.
 */
@NullMarked
package org.virnuc.telemetry.progress;

import org.jspecify.annotations.NullMarked;
