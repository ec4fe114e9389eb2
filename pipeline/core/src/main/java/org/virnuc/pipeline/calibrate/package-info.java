/** Fits the probabilities of a model to labelled sequences. Read {@link org.virnuc.pipeline.calibrate.CalibrationRun}. */
@NullMarked
package org.virnuc.pipeline.calibrate;

import org.jspecify.annotations.NullMarked;
