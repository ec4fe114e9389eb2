/**
 * Combines the nine stages and the optional steps into a pipeline. Read {@link org.virnuc.pipeline.flow.Pipeline}, one
 * line per stage; {@link org.virnuc.pipeline.flow.Stages}, which builds them from a model and its
 * {@code ModelSettings}; {@link org.virnuc.pipeline.flow.StepModels}, which opens the model; then
 * {@link org.virnuc.pipeline.flow.ExtraStep}.
 */
@NullMarked
package org.virnuc.pipeline.flow;

import org.jspecify.annotations.NullMarked;
