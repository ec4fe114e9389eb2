/**
 * How far two settings of the same model agree on the same frames: labels, scores, and what lies between them. Read
 * {@link org.virnuc.pipeline.verify.VerifyRun}, then {@link org.virnuc.pipeline.verify.Comparison}, which counts.
 */
@NullMarked
package org.virnuc.pipeline.verify;

import org.jspecify.annotations.NullMarked;
