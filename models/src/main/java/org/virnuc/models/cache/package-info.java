/**
 * Results about files that are kept between runs, so that they need not be computed again.
 * {@link org.virnuc.models.cache.FileIdentity} detects that a file may have changed;
 * {@link org.virnuc.models.cache.Notes} stores results and returns them only if their hash matches. Read them in this
 * order.
 */
@NullMarked
package org.virnuc.models.cache;

import org.jspecify.annotations.NullMarked;
