/**
 * Estimates what a run will take from short runs on a sample of its input. Read
 * {@link org.virnuc.pipeline.estimate.DryRun}, then {@link org.virnuc.pipeline.estimate.PlannedRun}.
 */
@NullMarked
package org.virnuc.pipeline.estimate;

import org.jspecify.annotations.NullMarked;
