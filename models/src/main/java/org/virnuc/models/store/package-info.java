/**
 * Models by name: finding, loading, naming and downloading them, and what is kept of them on disk. Read
 * {@link org.virnuc.models.store.ModelStore} first, which is all that a pipeline needs; then {@code ModelFinder} and
 * {@code PartReader} (names to files), {@code PartOpener} (files to loaded models) and
 * {@link org.virnuc.models.store.ModelCatalog} (the commands of {@code virnuc models}).
 */
@NullMarked
package org.virnuc.models.store;

import org.jspecify.annotations.NullMarked;
