/**
 * What a kind of model has to say about itself: {@link org.virnuc.models.family.ModelFamily} is one object per kind, {@link
 * org.virnuc.models.family.ModelBlueprint} is one model of that kind as its config describes it. Encoders add a tokenizer
 * ({@link org.virnuc.models.family.EncoderFamily}, {@link org.virnuc.models.family.EncoderBlueprint}).
 */
@NullMarked
package org.virnuc.models.family;

import org.jspecify.annotations.NullMarked;
