/**
 * Labelled sequences for training: which files they are in, which records are relatives, and which of them train,
 * validate and test. Read {@link org.virnuc.training.data.LabelledInput}, {@link org.virnuc.training.data.Relatives} and
 * {@link org.virnuc.training.data.Split}.
 */
@NullMarked
package org.virnuc.training.data;

import org.jspecify.annotations.NullMarked;
