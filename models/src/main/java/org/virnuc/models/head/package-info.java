/**
 * VirNucPro's head, the classifier over the vectors of both encoders. {@link org.virnuc.models.head.VirnucproHead} is the
 * family; {@code HeadConfig} and {@code HeadWeights} read what is published, {@code MlpGraph} computes.
 */
@NullMarked
package org.virnuc.models.head;

import org.jspecify.annotations.NullMarked;
