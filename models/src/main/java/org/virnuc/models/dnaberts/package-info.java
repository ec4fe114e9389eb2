/**
 * DNABERT-S, the DNA encoder: {@link org.virnuc.models.dnaberts.DnabertSConfig} and {@link
 * org.virnuc.models.dnaberts.DnabertSWeights} read what is published, {@link org.virnuc.models.dnaberts.DnabertSTokenizer}
 * makes ids, {@link org.virnuc.models.dnaberts.DnabertSEncoder} puts them together.
 */
@NullMarked
package org.virnuc.models.dnaberts;

import org.jspecify.annotations.NullMarked;
