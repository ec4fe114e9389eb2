/**
 * Fits the probabilities of a model to labelled sequences, and chunk heads. Read
 * {@link org.virnuc.pipeline.calibrate.CalibrationRun} and {@link org.virnuc.pipeline.calibrate.ChunkHeadFit}.
 */
@NullMarked
package org.virnuc.pipeline.calibrate;

import org.jspecify.annotations.NullMarked;
