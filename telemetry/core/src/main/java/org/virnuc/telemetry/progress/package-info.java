/** Shows somebody watching that the run is alive. Read {@link org.virnuc.telemetry.progress.ProgressDisplay} first. */
@NullMarked
package org.virnuc.telemetry.progress;

import org.jspecify.annotations.NullMarked;
