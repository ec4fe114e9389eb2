/**
 * ESM-2, the protein encoder: {@link org.virnuc.models.esm2.Esm2Config} (for the single files of fair-esm {@code
 * FairEsm}) and {@link org.virnuc.models.esm2.Esm2Weights} read what is published, {@link
 * org.virnuc.models.esm2.Esm2Tokenizer} makes ids, {@link org.virnuc.models.esm2.Esm2Encoder} puts them together.
 */
@NullMarked
package org.virnuc.models.esm2;

import org.jspecify.annotations.NullMarked;
