/**
 * Trains heads as PyTorch would, with the same bytes for the same seed on any number of threads. Read
 * {@link org.virnuc.training.head.HeadSettings}, {@link org.virnuc.training.head.HeadFit}, the loop over epochs, and
 * {@link org.virnuc.training.head.Mlp}, one step of it.
 */
@NullMarked
package org.virnuc.training.head;

import org.jspecify.annotations.NullMarked;
