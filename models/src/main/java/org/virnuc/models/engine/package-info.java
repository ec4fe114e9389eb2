/**
 * Runs archives: the only code that knows DJL. {@link org.virnuc.models.engine.BatchedEncoder} plans batches ({@link
 * org.virnuc.models.engine.BatchPlanner}) and feeds them to sessions, one loaded archive per device; {@link
 * org.virnuc.models.engine.ExecutionProfile} says how, and libtorch starts when the first session needs it. Nothing native leaves this package.
 */
@NullMarked
package org.virnuc.models.engine;

import org.jspecify.annotations.NullMarked;
