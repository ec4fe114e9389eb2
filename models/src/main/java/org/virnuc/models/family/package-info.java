/**
 * The extension point for kinds of models. A {@link org.virnuc.models.family.ModelFamily} is one kind, and a
 * {@link org.virnuc.models.family.ModelBlueprint} is one model of that kind as its config describes it. Then read
 * {@link org.virnuc.models.family.EncoderFamily} and {@link org.virnuc.models.family.EncoderBlueprint}, which add a
 * tokenizer.
 */
@NullMarked
package org.virnuc.models.family;

import org.jspecify.annotations.NullMarked;
