/**
 * VirNucPro's head, the classifier over the vectors of both encoders: {@link org.virnuc.models.head.HeadConfig} and {@link
 * org.virnuc.models.head.HeadWeights} read what is published, {@link org.virnuc.models.head.HeadClassifier} puts them
 * together.
 */
@NullMarked
package org.virnuc.models.head;

import org.jspecify.annotations.NullMarked;
