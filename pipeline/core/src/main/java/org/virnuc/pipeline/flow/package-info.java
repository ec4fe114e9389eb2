/**
 * The nine stages put together. Read {@link org.virnuc.pipeline.flow.Pipeline}, one line a stage, then
 * {@link org.virnuc.pipeline.flow.Stages}, which makes them from a model and settings.
 */
@NullMarked
package org.virnuc.pipeline.flow;

import org.jspecify.annotations.NullMarked;
