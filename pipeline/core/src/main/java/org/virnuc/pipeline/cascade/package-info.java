/**
 * Decides which chunks the big model of a cascade scores: those in the {@link org.virnuc.pipeline.cascade.Band}, where
 * the small model's lead is small. The width of the band is determined without labels, from a random sample of the
 * input's chunks that both models score.
 *
 * <p>Read {@link org.virnuc.pipeline.cascade.CascadeOptions}, {@link org.virnuc.pipeline.cascade.ChunkSampleSize},
 * {@link org.virnuc.pipeline.cascade.BandSearch}, then the stages that use them: {@code BigModelStage},
 * {@code CascadeBandStage}, {@code CascadeScoresStage}.
 */
@NullMarked
package org.virnuc.pipeline.cascade;

import org.jspecify.annotations.NullMarked;
