/**
 * Published model checkpoints, read, converted and run. Read in this order: {@code checkpoint} (tensors by name), {@code
 * torchscript} (archives written), {@code esm2}, {@code dnaberts} and {@code head} (one package a model family, the same
 * names in each), {@code engine} (the only code that knows DJL), {@code store} (models by name).
 */
@NullMarked
package org.virnuc.models;

import org.jspecify.annotations.NullMarked;
