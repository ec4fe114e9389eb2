/**
 * The interface to models: encoders, classifiers, their options and their errors; nothing here depends on another
 * package of the module. Read on in this order: {@code checkpoint} (weights by tensor name), {@code torchscript}
 * (archives that libtorch runs), {@code family} (how a kind of model is recognized and read), {@code esm2},
 * {@code dnaberts} and {@code head} (one package per family, with the same class names in each), {@code engine} (the
 * only code that uses DJL), {@code store} (models by name), {@code hub} (downloads) and {@code cache}.
 */
@NullMarked
package org.virnuc.models;

import org.jspecify.annotations.NullMarked;
