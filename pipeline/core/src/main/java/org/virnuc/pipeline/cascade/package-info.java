/**
 * What decides which chunks of a run with {@code --cascade} go to the big model. The small model scores all chunks. The lead of a
 * chunk is by how much its better score is ahead, twice the distance of its probability from 0.5; the {@link
 * org.virnuc.pipeline.cascade.Band} holds the chunks with a small lead, and those go on. How wide it has to be is learned without
 * any labels, from a random sample of the input's own chunks that both models score: one half sets it, so that with 95 %
 * confidence no more chunks than allowed would get another label than from the big model alone; the other half checks it.
 * Read {@link org.virnuc.pipeline.cascade.CascadeOptions}, {@link org.virnuc.pipeline.cascade.SampleSize}, {@link
 * org.virnuc.pipeline.cascade.BandSearch}, then the stages that use them: {@code BigModelStage}, {@code CascadeBandStage},
 * {@code CascadeScoresStage}.
 */
@NullMarked
package org.virnuc.pipeline.cascade;

import org.jspecify.annotations.NullMarked;
