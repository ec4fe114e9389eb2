/**
 * How good scores are on labelled items: AUROC, rates at a threshold, calibration errors, and intervals over clusters.
 * Read {@link org.virnuc.calling.accuracy.Accuracy}.
 */
@NullMarked
package org.virnuc.calling.accuracy;

import org.jspecify.annotations.NullMarked;
