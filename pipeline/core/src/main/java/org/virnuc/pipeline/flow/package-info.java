/**
 * The nine stages put together. Read {@link org.virnuc.pipeline.flow.Pipeline}, one line a stage, then
 * {@link org.virnuc.pipeline.flow.Stages}, which makes them from a model and settings; {@code ModelSettings} names those settings, {@link
 * org.virnuc.pipeline.flow.StepModels} opens the model. What only some runs have is an {@link org.virnuc.pipeline.flow.ExtraStep}.
 */
@NullMarked
package org.virnuc.pipeline.flow;

import org.jspecify.annotations.NullMarked;
