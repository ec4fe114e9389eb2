/**
 * How sure a call is: probabilities fitted on labelled sequences, the false discoveries to expect, and how far a record lies from what the
 * model was trained on. Read {@link org.virnuc.calling.confidence.Confidence}, {@link
 * org.virnuc.calling.confidence.CalibrationFile} and {@link org.virnuc.calling.confidence.CalibrationFit}.
 */
@NullMarked
package org.virnuc.calling.confidence;

import org.jspecify.annotations.NullMarked;
