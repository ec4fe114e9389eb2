/**
 * Models by name, and what is kept of them on disk. Read {@link org.virnuc.models.store.ModelStore} first: it is all that a
 * pipeline needs.
 */
@NullMarked
package org.virnuc.models.store;

import org.jspecify.annotations.NullMarked;
