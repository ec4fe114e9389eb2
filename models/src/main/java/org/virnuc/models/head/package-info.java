/**
 * VirNucPro's head, the classifier over the vectors of both encoders. Read
 * {@link org.virnuc.models.head.VirnucproHead}, the family, first; {@code HeadConfig} and {@code HeadWeights} read
 * published files, {@code MlpGraph} computes.
 */
@NullMarked
package org.virnuc.models.head;

import org.jspecify.annotations.NullMarked;
