/**
 * What a model is worth on labelled sequences. Read {@link org.virnuc.training.evaluation.EvaluationRun},
 * {@link org.virnuc.training.evaluation.LengthFigures} and {@link org.virnuc.training.evaluation.Evaluation}, the result.
 */
@NullMarked
package org.virnuc.training.evaluation;

import org.jspecify.annotations.NullMarked;
