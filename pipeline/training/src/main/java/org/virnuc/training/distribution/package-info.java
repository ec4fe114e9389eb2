/**
 * Where the training data of a head lie, so that a run can say how far its input is from them. Read
 * {@link org.virnuc.training.distribution.DistributionFit}.
 */
@NullMarked
package org.virnuc.training.distribution;

import org.jspecify.annotations.NullMarked;
