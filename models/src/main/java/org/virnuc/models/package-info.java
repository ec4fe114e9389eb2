/**
 * What a user of models needs: encoders, classifiers, their options and their errors; nothing here depends on another package of
 * the module. Read on in this order: {@code checkpoint} (tensors by name), {@code torchscript} (archives written), {@code family}
 * (what a kind of model says about itself), {@code esm2}, {@code dnaberts} and {@code head} (one package a family, the same
 * names in each), {@code engine} (the only code that knows DJL), {@code store} (models by name).
 */
@NullMarked
package org.virnuc.models;

import org.jspecify.annotations.NullMarked;
