/**
 * How sure a call is: probabilities fitted on labelled sequences, the false discoveries to expect, and how far a record lies from what the
 * model was trained on. Read {@link org.virnuc.pipeline.confidence.Confidence}, {@link
 * org.virnuc.pipeline.confidence.CalibrationFile} and {@link org.virnuc.pipeline.confidence.CalibrationFit}.
 */
@NullMarked
package org.virnuc.pipeline.confidence;

import org.jspecify.annotations.NullMarked;
