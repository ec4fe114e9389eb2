/**
 * DNABERT-S, the DNA encoder. Read {@link org.virnuc.models.dnaberts.DnabertS}, the family, first; then
 * {@code DnabertSConfig} and {@code DnabertSWeights}, which read published models, {@code DnabertSTokenizer}, which
 * makes token ids, and {@code DnabertSGraph}, which computes.
 */
@NullMarked
package org.virnuc.models.dnaberts;

import org.jspecify.annotations.NullMarked;
