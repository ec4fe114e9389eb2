/**
 * The confidence of calls: probabilities fitted to labelled sequences, expected false discovery rates, and distances
 * from the training data. Read {@link org.virnuc.calling.confidence.Confidence}, {@link
 * org.virnuc.calling.confidence.CalibrationFile} and {@link org.virnuc.calling.confidence.CalibrationFit}.
 */
@NullMarked
package org.virnuc.calling.confidence;

import org.jspecify.annotations.NullMarked;
