/**
 * Trains heads for a user's own sequences, and packs that {@code predict} runs. Read
 * {@link org.virnuc.training.TrainingRequest}, {@link org.virnuc.training.TrainingRun} and
 * {@link org.virnuc.training.HeadTrainingStage}.
 */
@NullMarked
package org.virnuc.training;

import org.jspecify.annotations.NullMarked;
