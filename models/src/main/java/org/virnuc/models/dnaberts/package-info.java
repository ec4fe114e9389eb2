/**
 * DNABERT-S, the DNA encoder. {@link org.virnuc.models.dnaberts.DnabertS} is the family; {@code DnabertSConfig} and {@code
 * DnabertSWeights} read what is published, {@code DnabertSTokenizer} makes ids, {@code DnabertSGraph} computes.
 */
@NullMarked
package org.virnuc.models.dnaberts;

import org.jspecify.annotations.NullMarked;
