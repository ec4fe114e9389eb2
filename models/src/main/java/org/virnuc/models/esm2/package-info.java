/**
 * ESM-2, the protein encoder. {@link org.virnuc.models.esm2.Esm2} is the family; {@code Esm2Config} (for the single files of
 * fair-esm {@code FairEsm}) and {@code Esm2Weights} read what is published, {@code Esm2Tokenizer} makes ids, {@code Esm2Graph}
 * computes.
 */
@NullMarked
package org.virnuc.models.esm2;

import org.jspecify.annotations.NullMarked;
