/**
 * ESM-2, the protein encoder. Read {@link org.virnuc.models.esm2.Esm2}, the family, first; then {@code Esm2Config}
 * ({@code FairEsm} for fair-esm's single files) and {@code Esm2Weights}, which read published models,
 * {@code Esm2Tokenizer}, which makes token ids, and {@code Esm2Graph}, which computes.
 */
@NullMarked
package org.virnuc.models.esm2;

import org.jspecify.annotations.NullMarked;
