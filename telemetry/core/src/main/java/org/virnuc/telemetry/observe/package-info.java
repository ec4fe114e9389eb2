/**
 * Telemetry for a pipeline that knows nothing of it: its stages are decorated where they are composed. Read {@link
 * org.virnuc.telemetry.observe.Observer} first; {@link org.virnuc.telemetry.observe.StageContext} carries the current stage to other
 * threads.
 */
@NullMarked
package org.virnuc.telemetry.observe;

import org.jspecify.annotations.NullMarked;
