/**
 * How far two settings of the same model agree on the same frames: labels, scores, and what lies between them.
 *
 * <p>Read {@link org.virnuc.pipeline.agreement.Agreement}, then {@link org.virnuc.pipeline.agreement.Comparison}, which counts.
 */
@NullMarked
package org.virnuc.pipeline.agreement;

import org.jspecify.annotations.NullMarked;
