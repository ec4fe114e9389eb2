/**
 * Compares two settings of one model on the same frames by their labels and scores. Read
 * {@link org.virnuc.pipeline.verify.VerifyRun}, then {@link org.virnuc.pipeline.verify.Comparison}, which counts.
 */
@NullMarked
package org.virnuc.pipeline.verify;

import org.jspecify.annotations.NullMarked;
