/**
 * Decides which chunks the big model of a cascade scores. The small model scores all chunks. A chunk's lead is the
 * difference between its two scores, twice the distance of its probability from 0.5; chunks with a small lead are in
 * the {@link org.virnuc.pipeline.cascade.Band} and go to the big model. The width of the band is determined without
 * labels, from a random sample of the input's chunks that both models score. One half sets it so that, with 95 %
 * confidence, no more chunks than allowed get a label other than that of the big model alone; the other half checks it.
 *
 * <p>Read {@link org.virnuc.pipeline.cascade.CascadeOptions}, {@link org.virnuc.pipeline.cascade.SampleSize},
 * {@link org.virnuc.pipeline.cascade.BandSearch}, then the stages that use them: {@code BigModelStage},
 * {@code CascadeBandStage}, {@code CascadeScoresStage}.
 */
@NullMarked
package org.virnuc.pipeline.cascade;

import org.jspecify.annotations.NullMarked;
